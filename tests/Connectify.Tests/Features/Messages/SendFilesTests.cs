using System.Text.Json;
using Connectify.Features.Messages;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

/// <summary>Messages with files.</summary>
public sealed class SendFilesTests(App app) : InConversation(app)
{
    [Fact]
    public async Task Its_files_are_in_the_message_in_the_order_in_which_they_were_sent()
    {
        var message = await Alice.SendFiles(Chat, "look", null, FileVerbs.Text(), FileVerbs.Picture()).ShouldBe(Created);

        message.Text("content").ShouldBe("look");
        var (text, picture) = (message.GetProperty("attachments")[0], message.GetProperty("attachments")[1]);
        text.Members().ShouldBe(
            ["id", "type", "file_name", "content_type", "size", "url", "width", "height", "thumbnail_url"]);
        text.Text("type").ShouldBe("document");
        text.Text("file_name").ShouldBe("notes.txt");
        text.Text("content_type").ShouldBe("text/plain");
        text.Number("size").ShouldBe("some text".Length);
        text.Text("url")!.ShouldStartWith($"/api/messaging/attachments/{text.Number("id")}/?expires=");

        foreach (var nothing in new[] { "width", "height", "thumbnail_url" })
        {
            text.GetProperty(nothing).ValueKind.ShouldBe(JsonValueKind.Null, nothing);
        }

        picture.Text("type").ShouldBe("image");
        picture.Number("width").ShouldBe(64);
        picture.Number("height").ShouldBe(32);
        picture.Text("thumbnail_url")!.ShouldStartWith($"/api/messaging/attachments/{picture.Number("id")}/thumbnail/?expires=");
    }

    [Fact]
    public async Task They_are_seen_wherever_the_message_is()
    {
        using var listening = await App.Listen(Bob, Chat);
        using var flat = await App.Listen(Bob, Chat, "&format=flat");

        var sent = await Alice.SendFiles(Chat, "look", "k", FileVerbs.Text()).ShouldBe(Created);

        var files = sent.GetProperty("attachments").ToString();
        (await listening.Next("message")).GetProperty("message").GetProperty("attachments").ToString().ShouldBe(files);
        (await flat.Next("chat_message")).GetProperty("attachments").ToString().ShouldBe(files);
        (await Bob.Show(sent.Number("id")).ShouldBe(OK)).ToString().ShouldBe(sent.ToString());
        (await Bob.ListMessages(Chat).ShouldBe(OK)).GetProperty("results")[0].ToString().ShouldBe(sent.ToString());
        (await Bob.ListConversations().ShouldBe(OK))[0].GetProperty("last_message").ToString().ShouldBe(sent.ToString());
        (await Bob.ShowConversation(Chat).ShouldBe(OK)).GetProperty("messages")[0].ToString().ShouldBe(sent.ToString());
        (await Alice.SendFiles(Chat, "look", "k", FileVerbs.Text()).ShouldBe(OK)).ToString().ShouldBe(sent.ToString());
        (await Alice.Edit(sent.Number("id"), "edited").ShouldBe(OK)).GetProperty("attachments").ToString().ShouldBe(files);
    }

    [Fact]
    public async Task What_another_node_has_stored_is_shown_with_its_files()
    {
        var sent = await Alice.SayFiles(Chat, FileVerbs.Text());

        var missed = await App.Services.GetRequiredService<MissedMessages>().Since(Chat, default, [Bob.Id], most: 10);

        missed!.Missed.Single().New.ShouldBeOfType<MessageSent>().Message.Attachments.ShouldBe(sent.Attachments);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public async Task Where_there_are_files_there_need_be_no_text(string nothing)
    {
        (await Alice.SendFiles(Chat, nothing, null, FileVerbs.Text()).ShouldBe(Created)).Text("content").ShouldBe("");
        await Alice.SendFiles(Chat, nothing, null).ShouldBeInvalid("content");
        await Alice.SendForm(Chat, FileVerbs.Form([], FileVerbs.Text())).ShouldBe(Created);
    }

    [Fact]
    public async Task A_form_without_files_is_a_message_as_well()
    {
        var question = await Bob.Say(Chat, "question");

        var answer = await Alice.SendForm(
            Chat, FileVerbs.Form([("content", "5"), ("reply_to", $"{question}"), ("client_message_id", "7"), ("other", "x")])).ShouldBe(Created);

        answer.Text("content").ShouldBe("5");
        answer.Number("reply_to").ShouldBe(question);
        answer.Text("client_message_id").ShouldBe("7");
        (await Alice.SendForm(Chat, FileVerbs.Form([("content", "x"), ("reply_to", "")])).ShouldBe(Created))
            .GetProperty("reply_to").ValueKind.ShouldBe(JsonValueKind.Null);
        await Alice.SendForm(Chat, FileVerbs.Form([("content", "x"), ("reply_to", "null")])).ShouldBe(Created);
    }

    [Theory]
    [InlineData("reply_to", "x", "reply_to")]
    [InlineData("reply_to", "007", "reply_to")]
    [InlineData("reply_to", "1.5", "reply_to")]
    [InlineData("reply_to", "9223372036854775808", "reply_to")]
    [InlineData("reply_to", "4711", "reply_to")]
    [InlineData("client_message_id", " ", "client_message_id")]
    [InlineData("content", "a\0b", "content")]
    [InlineData("attachment_types", "[\"image\"", "attachment_types")]
    [InlineData("attachment_types", "[5]", "attachment_types[0]")]
    [InlineData("attachment_types", "image,image", "attachment_types")]
    [InlineData("attachment_types", "picture", "attachment_types")]
    [InlineData("attachments", "C:\\fakepath\\picture.png", "attachments")]
    public async Task What_is_wrong_is_said_by_member_as_for_JSON(string field, string value, string member)
    {
        await Alice.SendForm(Chat, FileVerbs.Form([(field, value)], FileVerbs.Text())).ShouldBeInvalid(member);

        (await Alice.Messages(Chat)).ShouldBeEmpty();
        await App.ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task A_field_given_twice_is_refused() =>
        await Alice.SendForm(Chat, FileVerbs.Form([("content", "a"), ("content", "b")])).ShouldBeInvalid("content");

    [Theory]
    [InlineData("document", "image")]
    [InlineData("[\"document\", \"image\"]")]
    [InlineData("document,image")]
    [InlineData(" document , image ")]
    [InlineData("document")]
    [InlineData("[\"document\", null]")]
    [InlineData("[\"document\", \"\"]")]
    public async Task Types_are_repeated_or_a_list_and_what_is_missing_is_derived(params string[] types)
    {
        var fields = types.Select(type => ("attachment_types", type));

        var message = await Alice.SendForm(Chat, FileVerbs.Form(fields, FileVerbs.Picture(), FileVerbs.Picture()))
            .ShouldBe(Created);

        message.GetProperty("attachments").EnumerateArray().Select(file => file.Text("type")).ShouldBe(["document", "image"]);
        message.GetProperty("attachments")[0].GetProperty("thumbnail_url").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task JSON_has_types_for_no_files() =>
        await Alice.Post($"{ChatVerbs.ConversationsPath}{Chat}/send-message/", new { content = "x", attachment_types = new[] { "image" } })
            .ShouldBeInvalid("attachment_types");

    [Fact]
    public async Task A_repeat_with_the_same_files_is_the_first_message_and_keeps_nothing()
    {
        var first = await Alice.SendFiles(Chat, "look", "k", FileVerbs.Text()).ShouldBe(Created);

        (await Alice.SendFiles(Chat, "look", "k", FileVerbs.Text()).ShouldBe(OK)).ToString().ShouldBe(first.ToString());

        await App.ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task Under_one_key_other_files_are_other_content()
    {
        await Alice.SendFiles(Chat, "look", "k", FileVerbs.Text()).ShouldBe(Created);

        await Alice.SendFiles(Chat, "look", "k", FileVerbs.Text("other.txt")).ShouldBe(Conflict);
        await Alice.SendFiles(Chat, "look", "k", FileVerbs.Text(text: "other text")).ShouldBe(Conflict);
        await Alice.SendFiles(Chat, "look", "k", FileVerbs.Text(), FileVerbs.Text()).ShouldBe(Conflict);
        await Alice.Send(Chat, "look", key: "k").ShouldBe(Conflict);
        await App.ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task A_message_with_files_is_no_copy_of_one_sent_over_a_socket()
    {
        using var socket = await App.Listen(Alice, Chat);
        await socket.Send(new { type = "message", content = "look" });
        await socket.Next("message");

        await Alice.SendFiles(Chat, "look", null, FileVerbs.Text()).ShouldBe(Created);
        await socket.Next("message");
        (await Alice.Messages(Chat)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nor_is_one_sent_over_a_socket_a_copy_of_it()
    {
        using var socket = await App.Listen(Alice, Chat);
        await Alice.SendFiles(Chat, "look", null, FileVerbs.Text()).ShouldBe(Created);
        await socket.Next("message");

        await socket.Send(new { type = "message", content = "look" });

        (await socket.Next("message")).GetProperty("message").GetProperty("attachments").GetArrayLength().ShouldBe(0);
        (await Alice.Messages(Chat)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_not_in_the_conversation_is_told_so_and_nothing_is_kept()
    {
        using var carol = await Outsider();
        using var mallory = await Stranger();

        await carol.SendFile(Chat, FileVerbs.Text()).ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await mallory.SendFile(Chat, FileVerbs.Text()).ShouldBeProblem(NotFound, "Conversation not found");
        await App.ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task Who_is_blocked_is_told_so_and_nothing_is_kept()
    {
        await Bob.Block(Alice);

        await Alice.SendFile(Chat, FileVerbs.Text()).ShouldBeProblem(Forbidden, "You have been blocked by this user");
        await App.ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task A_message_that_is_refused_keeps_no_file()
    {
        await Alice.SendForm(Chat, FileVerbs.Form([("reply_to", "4711")], FileVerbs.Text(), FileVerbs.Picture()))
            .ShouldBeInvalid("reply_to");

        await App.ShouldHaveNoLeftFiles();
        (await Alice.Messages(Chat)).ShouldBeEmpty();
    }
}

using System.Text;
using System.Text.Json;
using Connectify.Features.Messages;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class SendMessageTests(App app) : InConversation(app)
{
    [Fact]
    public async Task A_message_without_files_does_not_ask_about_files()
    {
        await using var held = await HeldChat.Table(App, "loose_files");

        await Alice.Send(Chat, "hello").ShouldBe(Created);
    }

    [Fact]
    public async Task It_is_answered_with_the_whole_message()
    {
        var before = DateTime.UtcNow;

        var message = await Alice.Send(Chat, "Hello, how are you?").ShouldBe(Created);

        message.Members().ShouldBe([
            "id", "chat_id", "conversation_id", "group_chat_id", "position", "sender", "sender_id", "sender_username",
            "content", "reply_to", "replied_message", "attachments", "reactions", "read_by", "read_count", "is_edited",
            "edited_at", "is_deleted", "created_at", "client_message_id"]);
        message.Number("chat_id").ShouldBe(Chat);
        message.Number("conversation_id").ShouldBe(Chat);
        message.Number("position").ShouldBe(1);
        message.GetProperty("sender").Members().ShouldBe(["id", "username", "first_name", "last_name", "profile_image"]);
        message.GetProperty("sender").Number("id").ShouldBe(Alice.Id);
        message.Number("sender_id").ShouldBe(Alice.Id);
        message.Text("sender_username").ShouldBe(Alice.Username);
        message.Text("content").ShouldBe("Hello, how are you?");
        message.Number("read_count").ShouldBe(0);
        message.Text("created_at")!.ShouldEndWith("Z");
        message.GetProperty("created_at").GetDateTime().ShouldBe(before, TimeSpan.FromMinutes(1));

        foreach (var nothing in new[] { "group_chat_id", "reply_to", "replied_message", "edited_at", "client_message_id" })
        {
            message.GetProperty(nothing).ValueKind.ShouldBe(JsonValueKind.Null, nothing);
        }

        foreach (var empty in new[] { "attachments", "reactions", "read_by" })
        {
            message.GetProperty(empty).GetArrayLength().ShouldBe(0, empty);
        }

        foreach (var not in new[] { "is_edited", "is_deleted" })
        {
            message.GetProperty(not).GetBoolean().ShouldBeFalse(not);
        }
    }

    [Fact]
    public async Task What_was_answered_is_what_both_see()
    {
        var question = await Bob.Say(Chat, "question");

        var sent = await Alice.Send(Chat, "answer", replyTo: question, key: "k").ShouldBe(Created);

        foreach (var person in new[] { Alice, Bob })
        {
            (await person.Show(sent.Number("id")).ShouldBe(OK)).ToString().ShouldBe(sent.ToString());
            (await person.ListMessages(Chat).ShouldBe(OK)).GetProperty("results")[0].ToString().ShouldBe(sent.ToString());
        }
    }

    [Fact]
    public async Task The_sender_is_shown_with_the_profile_of_now()
    {
        await Alice.Put(AccountVerbs.Profile, new { first_name = "Alice", last_name = "Baker" }).ShouldBe(OK);

        var sender = (await Alice.Send(Chat, "hi").ShouldBe(Created)).GetProperty("sender");

        sender.Text("first_name").ShouldBe("Alice");
        sender.Text("last_name").ShouldBe("Baker");
    }

    [Theory]
    [InlineData("send_message/")]
    [InlineData("send_message")]
    [InlineData("send-message/")]
    [InlineData("send-message")]
    public async Task Every_spelling_is_served(string spelling) =>
        await Alice.Post($"{ChatVerbs.ConversationsPath}{Chat}/{spelling}", new { content = "hi" }).ShouldBe(Created);

    [Theory]
    [InlineData("x")]
    [InlineData("  kept as it is \n")]
    [InlineData("' OR 1=1; -- \\ \" $1 @Me {0} %s")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\u0001\u001f\u007f\u202e\ufeff\u200b")]
    [InlineData("👩‍👩‍👧‍👦 🇨🇭 ñ ñ 漢字 \U0010FFFF")]
    public async Task Text_comes_back_as_it_was_sent(string text)
    {
        (await Alice.Send(Chat, text).ShouldBe(Created)).Text("content").ShouldBe(text);
        (await Bob.Messages(Chat)).Single().Content.ShouldBe(text);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("😀")]
    public async Task It_has_up_to_10_000_characters_which_are_code_points(string character)
    {
        var longest = string.Concat(Enumerable.Repeat(character, 10_000));

        (await Alice.Send(Chat, longest).ShouldBe(Created)).Text("content").ShouldBe(longest);
        await Alice.Send(Chat, longest + "b").ShouldBeInvalid("content");
        (await Alice.Messages(Chat)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n\u00a0\u2003\u3000")]
    public async Task Nothing_to_say_is_refused(string? nothing)
    {
        await Alice.Send(Chat, nothing).ShouldBeInvalid("content");
        (await Alice.Messages(Chat)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{}""", "content")]
    [InlineData("""{"content": null}""", "content")]
    [InlineData("""{"content": 5}""", "content")]
    [InlineData("""{"content": true}""", "content")]
    [InlineData("""{"content": ["hi"]}""", "content")]
    [InlineData("""{"content": {"text": "hi"}}""", "content")]
    [InlineData("""{"content": "a\u0000b"}""", "content")]
    [InlineData("""{"content": "a\ud800b"}""", "content")]
    [InlineData("""{"content": "a\udc00"}""", "content")]
    [InlineData("""{"content": "a", "content": "b"}""", "content")]
    [InlineData("""{"content": "hi", "reply_to": "1"}""", "reply_to")]
    [InlineData("""{"content": "hi", "reply_to": 1.5}""", "reply_to")]
    [InlineData("""{"content": "hi", "reply_to": [1]}""", "reply_to")]
    [InlineData("""{"content": "hi", "reply_to": true}""", "reply_to")]
    [InlineData("""{"content": "hi", "reply_to": 1e400}""", "reply_to")]
    [InlineData("""{"content": "hi", "reply_to": 9223372036854775808}""", "reply_to")]
    [InlineData("""{"content": "hi", "reply_to": 9223372036854775807}""", "reply_to")]
    [InlineData("""{"content": "hi", "reply_to": 0}""", "reply_to")]
    [InlineData("""{"content": "hi", "reply_to": -1}""", "reply_to")]
    [InlineData("""{"content": "hi", "client_message_id": 5}""", "client_message_id")]
    [InlineData("""{"content": "hi", "client_message_id": "a\u0000"}""", "client_message_id")]
    [InlineData("""["hi"]""", "body")]
    [InlineData(""""hi"""", "body")]
    [InlineData("null", "body")]
    [InlineData("", "body")]
    [InlineData("{", "body")]
    public async Task What_cannot_be_a_message_is_refused_by_member(string json, string member)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");

        await Alice.Post(SendPath, body).ShouldBeInvalid(member);
        (await Alice.Messages(Chat)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Members_that_are_not_known_are_ignored()
    {
        var body = new
        {
            content = "hi",
            id = 1,
            sender_id = Bob.Id,
            position = 99,
            created_at = "2000-01-01T00:00:00Z",
            is_deleted = true,
            Content = 5,
            attachments = Array.Empty<string>(),
            user = new { id = Bob.Id },
        };
        using var json = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

        var message = await Alice.Post(SendPath, json).ShouldBe(Created);

        message.Number("sender_id").ShouldBe(Alice.Id);
        message.Number("position").ShouldBe(1);
        message.Text("content").ShouldBe("hi");
        message.GetProperty("is_deleted").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Another_type_of_body_is_not_taken()
    {
        using var text = new StringContent("hi", Encoding.UTF8, "text/plain");

        await Alice.Post(SendPath, text).ShouldBe(UnsupportedMediaType);
    }

    [Fact]
    public async Task A_reply_shows_the_beginning_of_what_it_answers()
    {
        var question = await Alice.Say(Chat, string.Concat(Enumerable.Repeat("😀", 201)));

        var answer = await Bob.Send(Chat, "answer", replyTo: question).ShouldBe(Created);

        answer.Number("reply_to").ShouldBe(question);
        var replied = answer.GetProperty("replied_message");
        replied.Members().ShouldBe(["id", "sender_id", "sender_username", "content", "is_deleted"]);
        replied.Number("id").ShouldBe(question);
        replied.Number("sender_id").ShouldBe(Alice.Id);
        replied.Text("sender_username").ShouldBe(Alice.Username);
        replied.Text("content").ShouldBe(string.Concat(Enumerable.Repeat("😀", 200)));
        replied.GetProperty("is_deleted").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_reply_follows_what_becomes_of_the_message_that_it_answers()
    {
        var question = await Alice.Say(Chat, "question");
        var answer = await Bob.Say(Chat, "answer", replyTo: question);

        await Alice.Edit(question, "better question").ShouldBe(OK);
        (await Answer()).Content.ShouldBe("better question");

        await Alice.Delete(question).ShouldBe(NoContent);
        (await Answer()).ShouldBe(new RepliedMessage(question, Alice.Id, Alice.Username, "", IsDeleted: true));

        async Task<RepliedMessage> Answer() => (await (await Alice.Show(answer)).Read<Message>()).RepliedMessage!;
    }

    [Fact]
    public async Task One_may_answer_oneself_and_an_answer()
    {
        var first = await Alice.Say(Chat, "first");
        var second = await Alice.Say(Chat, "second", replyTo: first);

        (await Alice.Send(Chat, "third", replyTo: second).ShouldBe(Created))
            .GetProperty("replied_message").Text("content").ShouldBe("second");
    }

    [Fact]
    public async Task A_deleted_message_cannot_be_answered()
    {
        var question = await Alice.Say(Chat, "question");
        await Alice.Delete(question).ShouldBe(NoContent);

        await Bob.Send(Chat, "answer", replyTo: question).ShouldBeInvalid("reply_to");
    }

    [Fact]
    public async Task A_message_of_another_chat_cannot_be_answered()
    {
        using var carol = await Outsider();
        var elsewhere = await carol.StartConversation(with: Bob);
        var question = await carol.Say(elsewhere, "question");

        var foreign = await Bob.Send(Chat, "answer", replyTo: question).ShouldBeInvalid("reply_to");

        var unknown = await Bob.Send(Chat, "answer", replyTo: long.MaxValue).ShouldBeInvalid("reply_to");
        foreign.ToString().ShouldBe(unknown.ToString());
        (await Bob.Messages(Chat)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_not_in_the_conversation_is_refused_and_nothing_is_stored()
    {
        using var carol = await Outsider();
        using var mallory = await Stranger();

        await carol.Send(Chat, "hi").ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await mallory.Send(Chat, "hi").ShouldBeProblem(NotFound, "Conversation not found");
        await Alice.Send(4711, "hi").ShouldBeProblem(NotFound, "Conversation not found");
        (await Alice.Messages(Chat)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_was_deactivated_in_its_organization_is_a_stranger()
    {
        var organization = await App.Organization((Alice, "USER"), (Bob, "USER"));
        var chat = await Alice.StartConversation(with: Bob, organization: organization);
        await App.Deactivate(Bob, organization);

        await Bob.Send(chat, "hi").ShouldBeProblem(NotFound, "Conversation not found");
    }

    [Fact]
    public async Task Nobody_sends_without_signing_in() =>
        await App.Post(SendPath, new { content = "hi" }).ShouldBeUnauthorized();

    [Fact]
    public async Task Two_equal_messages_without_keys_are_two()
    {
        var first = await Alice.Say(Chat, "hi");
        var second = await Alice.Say(Chat, "hi");

        second.ShouldNotBe(first);
        (await Bob.Messages(Chat)).Select(message => message.Position).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task A_refused_message_takes_no_position()
    {
        await Alice.Say(Chat, "one");
        await Alice.Send(Chat, "lost", replyTo: 4711).ShouldBe(BadRequest);
        await Bob.Say(Chat, "two");

        (await Alice.Messages(Chat)).Select(message => message.Position).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task Positions_are_counted_for_each_chat()
    {
        using var carol = await Outsider();
        var other = await carol.StartConversation(with: Alice, "elsewhere");
        await Alice.Say(Chat, "one");
        await Alice.Say(other, "two");
        await Bob.Say(Chat, "two");

        (await Alice.Messages(Chat)).Select(message => message.Position).ShouldBe([2, 1]);
        (await Alice.Messages(other)).Select(message => message.Position).ShouldBe([2, 1]);
    }

    private string SendPath => $"{ChatVerbs.ConversationsPath}{Chat}/send_message/";
}

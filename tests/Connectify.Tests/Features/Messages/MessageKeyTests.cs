using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

/// <summary>A message that is sent again under its key.</summary>
public sealed class MessageKeyTests(App app) : InConversation(app)
{
    private const string Longest = "0123456789012345678901234567890123456789012345678901234567890123";

    [Fact]
    public async Task The_same_key_answers_the_first_message_and_stores_no_second()
    {
        var first = await Alice.Send(Chat, "hi", key: "k").ShouldBe(Created);
        var second = await Alice.Send(Chat, "hi", key: "k").ShouldBe(OK);

        second.ToString().ShouldBe(first.ToString());
        first.Text("client_message_id").ShouldBe("k");
        (await Bob.Messages(Chat)).Single().ClientMessageId.ShouldBe("k");
        (await Bob.Unread(Chat)).ShouldBe(1);
    }

    [Fact]
    public async Task The_key_may_stand_in_the_header_or_in_the_body()
    {
        var first = await Post(new { content = "hi", client_message_id = "k" }).ShouldBe(Created);

        (await Alice.Send(Chat, "hi", key: "k").ShouldBe(OK)).ToString().ShouldBe(first.ToString());
        (await Post(new { content = "hi", client_message_id = "k" }, "k").ShouldBe(OK)).ToString().ShouldBe(first.ToString());
    }

    [Fact]
    public async Task Two_different_keys_in_one_request_are_refused()
    {
        await Post(new { content = "hi", client_message_id = "k" }, "l").ShouldBeInvalid("client_message_id");
        await Post(new { content = "hi", client_message_id = "k" }, "K").ShouldBeInvalid("client_message_id");
        (await Alice.Messages(Chat)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_answer_is_the_message_as_it_is_now()
    {
        var id = await Alice.Say(Chat, "hi", key: "k");
        await Alice.Edit(id, "hello").ShouldBe(OK);
        await Bob.Read(Chat, upTo: id).ShouldBe(OK);

        var repeat = await Alice.Send(Chat, "hi", key: "k").ShouldBe(OK);

        repeat.Number("id").ShouldBe(id);
        repeat.Text("content").ShouldBe("hello");
        repeat.Number("read_count").ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_message_keeps_its_key()
    {
        var id = await Alice.Say(Chat, "hi", key: "k");
        await Alice.Delete(id).ShouldBe(NoContent);

        var repeat = await Alice.Send(Chat, "hi", key: "k").ShouldBe(OK);

        repeat.Number("id").ShouldBe(id);
        repeat.GetProperty("is_deleted").GetBoolean().ShouldBeTrue();
        repeat.Text("client_message_id").ShouldBe("k");
        (await Alice.Messages(Chat)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Other_content_under_the_same_key_is_a_conflict()
    {
        var id = await Alice.Say(Chat, "hi", key: "k");

        await Alice.Send(Chat, "hi!", key: "k").ShouldBeProblem(Conflict, "This idempotency key was used with other content");
        await Alice.Send(Chat, "hi", replyTo: id, key: "k").ShouldBeProblem(Conflict, "This idempotency key was used with other content");
        await Alice.Edit(id, "hi!").ShouldBe(OK);
        await Alice.Send(Chat, "hi!", key: "k").ShouldBe(Conflict);
        (await Bob.Messages(Chat)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_reply_is_answered_even_when_what_it_answers_is_gone()
    {
        var question = await Alice.Say(Chat, "question");
        var answer = await Alice.Say(Chat, "answer", replyTo: question, key: "k");
        await Alice.Delete(question).ShouldBe(NoContent);

        (await Alice.Send(Chat, "answer", replyTo: question, key: "k").ShouldBe(OK)).Number("id").ShouldBe(answer);
    }

    [Fact]
    public async Task A_key_belongs_to_its_sender_and_chat()
    {
        using var carol = await Outsider();
        var other = await Alice.StartConversation(with: carol);

        await Alice.Send(Chat, "hi", key: "k").ShouldBe(Created);
        await Bob.Send(Chat, "hi", key: "k").ShouldBe(Created);
        await Alice.Send(other, "hi", key: "k").ShouldBe(Created);
    }

    [Fact]
    public async Task Keys_are_told_apart_by_letter_case()
    {
        await Alice.Send(Chat, "hi", key: "k").ShouldBe(Created);
        await Alice.Send(Chat, "hi", key: "K").ShouldBe(Created);
    }

    [Fact]
    public async Task A_refused_message_uses_up_no_key()
    {
        await Alice.Send(Chat, "", key: "k").ShouldBe(BadRequest);
        await Alice.Send(Chat, "hi", replyTo: 4711, key: "k").ShouldBe(BadRequest);
        await Alice.Send(Chat, "hi", key: "k").ShouldBe(Created);
    }

    [Fact]
    public async Task A_key_has_1_to_64_characters()
    {
        var smileys = string.Concat(Enumerable.Repeat("😀", 64));

        (await Alice.Send(Chat, "hi", key: Longest).ShouldBe(Created)).Text("client_message_id").ShouldBe(Longest);
        (await Post(new { content = "hi", client_message_id = smileys }).ShouldBe(Created))
            .Text("client_message_id").ShouldBe(smileys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(Longest + "4")]
    public async Task A_key_of_another_length_is_refused(string key)
    {
        await Alice.Send(Chat, "hi", key: key).ShouldBeInvalid("Idempotency-Key");
        await Post(new { content = "hi", client_message_id = key }).ShouldBeInvalid("client_message_id");
        (await Alice.Messages(Chat)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Fifty_requests_with_one_key_at_once_store_one_message()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Alice.Send(Chat, "hi", key: "k")));

        answers.Count(answer => answer.StatusCode == Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == OK).ShouldBe(49);
        var bodies = await Task.WhenAll(answers.Select(answer => answer.ShouldBe(answer.StatusCode)));
        bodies.Select(body => body.ToString()).Distinct().Count().ShouldBe(1);
        (await Bob.Page(Chat)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_key_of_a_conversation_that_was_started_anew_is_free_again()
    {
        await Alice.Send(Chat, "hi", key: "k").ShouldBe(Created);
        await Alice.DeleteConversation(Chat).ShouldBe(NoContent);
        var anew = await Alice.StartConversation(with: Bob);

        await Alice.Send(anew, "hi", key: "k").ShouldBe(Created);
    }

    private Task<HttpResponseMessage> Post(object body, string? key = null) =>
        Alice.Post($"{ChatVerbs.ConversationsPath}{Chat}/send_message/", body, key);
}

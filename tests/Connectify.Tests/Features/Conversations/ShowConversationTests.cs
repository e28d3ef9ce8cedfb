using Connectify.Features.Conversations;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Conversations;

public sealed class ShowConversationTests(App app) : InConversation(app)
{
    [Fact]
    public async Task It_is_shown_with_its_newest_twenty_messages_newest_first()
    {
        await Bob.Say(Chat, Enumerable.Range(1, 22).Select(n => $"message {n}"));

        var detail = await (await Alice.ShowConversation(Chat)).Read<ConversationDetail>();

        detail.Messages.Select(message => message.Content).ShouldBe(Enumerable.Range(3, 20).Reverse().Select(n => $"message {n}"));
        detail.LastMessage!.Position.ShouldBe(22);
        detail.UnreadCount.ShouldBe(22);
        detail.Participants.Select(user => user.Username).ShouldBe([Alice.Username, Bob.Username], ignoreOrder: true);
    }

    [Fact]
    public async Task It_shows_messages_as_their_own_urls_do()
    {
        var question = await Alice.Say(Chat, "question");
        var answer = await Bob.Say(Chat, "answer", replyTo: question);
        await Alice.Read(Chat, upTo: answer).ShouldBe(OK);

        var messages = (await Bob.ShowConversation(Chat).ShouldBe(OK)).GetProperty("messages");

        messages[0].ToString().ShouldBe((await Bob.Show(answer).ShouldBe(OK)).ToString());
        messages[1].ToString().ShouldBe((await Bob.Show(question).ShouldBe(OK)).ToString());
    }

    [Fact]
    public async Task A_deleted_message_stays_in_it_as_a_tombstone()
    {
        await Alice.Say(Chat, "one");
        await Alice.Delete(await Alice.Say(Chat, "two")).ShouldBe(NoContent);

        var detail = await (await Bob.ShowConversation(Chat)).Read<ConversationDetail>();

        detail.Messages.Select(message => (message.Content, message.IsDeleted)).ShouldBe([("", true), ("one", false)]);
        detail.LastMessage!.IsDeleted.ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_served_without_the_last_slash() =>
        await Alice.Get($"{ChatVerbs.ConversationsPath}{Chat}").ShouldBe(OK);

    [Fact]
    public async Task Who_is_not_in_it_is_refused()
    {
        using var carol = await Outsider();

        await carol.ShowConversation(Chat).ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
    }

    [Fact]
    public async Task For_strangers_it_does_not_exist()
    {
        using var mallory = await Stranger();

        var real = await mallory.ShowConversation(Chat).ShouldBeProblem(NotFound, "Conversation not found");

        (await mallory.ShowConversation(4711).ShouldBe(NotFound)).ToString().ShouldBe(real.ToString());
        (await Alice.ShowConversation(4711).ShouldBe(NotFound)).ToString().ShouldBe(real.ToString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("x")]
    [InlineData("1.5")]
    public async Task What_is_no_id_of_one_is_not_found(string id) =>
        await Alice.Get($"{ChatVerbs.ConversationsPath}{id}/").ShouldBe(NotFound);

    [Fact]
    public async Task Who_was_deactivated_in_its_organization_is_a_stranger()
    {
        var organization = await App.Organization((Alice, "USER"), (Bob, "USER"));
        var chat = await Alice.StartConversation(with: Bob, "hello", organization);
        await App.Deactivate(Bob, organization);

        await Bob.ShowConversation(chat).ShouldBeProblem(NotFound, "Conversation not found");
        await Alice.ShowConversation(chat).ShouldBe(OK);
    }

    [Fact]
    public async Task Nobody_sees_it_without_signing_in() =>
        await App.Get($"{ChatVerbs.ConversationsPath}{Chat}/").ShouldBeUnauthorized();
}

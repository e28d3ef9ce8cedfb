using Connectify.Features.Conversations;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Conversations;

public sealed class DeleteConversationTests(App app) : InConversation(app)
{
    [Fact]
    public async Task It_ends_for_both()
    {
        var message = await Alice.Say(Chat, "hello");

        await Bob.DeleteConversation(Chat).ShouldBe(NoContent);

        foreach (var person in new[] { Alice, Bob })
        {
            await person.ShowConversation(Chat).ShouldBeProblem(NotFound, "Conversation not found");
            await person.ListMessages(Chat).ShouldBeProblem(NotFound, "Conversation not found");
            await person.Send(Chat, "hello?").ShouldBeProblem(NotFound, "Conversation not found");
            await person.Read(Chat, message).ShouldBeProblem(NotFound, "Conversation not found");
            (await person.Conversations()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Its_messages_are_gone_too()
    {
        var message = await Alice.Say(Chat, "hello");

        await Alice.DeleteConversation(Chat).ShouldBe(NoContent);

        await Alice.Show(message).ShouldBeProblem(NotFound, "Message not found");
        await Alice.Edit(message, "hallo").ShouldBeProblem(NotFound, "Message not found");
        await Alice.Delete(message).ShouldBeProblem(NotFound, "Message not found");
        await Alice.ListReads(message).ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task The_pair_may_start_anew_and_begins_empty()
    {
        await Alice.Say(Chat, "old");
        await Alice.DeleteConversation(Chat).ShouldBe(NoContent);

        var detail = await (await Bob.AskForConversation(Alice)).Read<ConversationDetail>();

        detail.Id.ShouldNotBe(Chat);
        detail.Messages.ShouldBeEmpty();
        detail.UnreadCount.ShouldBe(0);
        (await Bob.Say(detail.Id, "new")).ShouldBeGreaterThan(0);
        (await Alice.Messages(detail.Id)).Single().Position.ShouldBe(1);
    }

    [Fact]
    public async Task Twice_is_not_found()
    {
        await Alice.DeleteConversation(Chat).ShouldBe(NoContent);

        await Alice.DeleteConversation(Chat).ShouldBeProblem(NotFound, "Conversation not found");
        await Bob.DeleteConversation(Chat).ShouldBeProblem(NotFound, "Conversation not found");
    }

    [Fact]
    public async Task Who_is_not_in_it_may_not()
    {
        using var carol = await Outsider();
        using var mallory = await Stranger();

        await carol.DeleteConversation(Chat).ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await mallory.DeleteConversation(Chat).ShouldBeProblem(NotFound, "Conversation not found");
        await Alice.ShowConversation(Chat).ShouldBe(OK);
    }

    [Fact]
    public async Task Nobody_ends_it_without_signing_in()
    {
        using var client = App.CreateClient();

        await client.DeleteAsync($"{ChatVerbs.ConversationsPath}{Chat}/", TestContext.Current.CancellationToken).ShouldBeUnauthorized();
    }

    [Fact]
    public async Task Both_at_once_end_it_once()
    {
        var answers = await Task.WhenAll(Alice.DeleteConversation(Chat), Bob.DeleteConversation(Chat));

        answers.Select(answer => answer.StatusCode).ShouldBe([NoContent, NotFound], ignoreOrder: true);
    }
}

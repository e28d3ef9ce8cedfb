using System.Data;
using System.Text.Json;
using Connectify.Features.Chats;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Conversations;

public sealed class ConversationViewTests(App app) : InConversation(app)
{
    private ChatView View => App.Services.GetServices<ChatView>().Single(view => view.Kind == ChatKind.Conversation);

    [Fact]
    public async Task It_is_shown_as_by_its_url_and_to_nobody_who_is_not_in_it()
    {
        using var carol = await Outsider();
        await Bob.Read(Chat, await Alice.Say(Chat, "hello")).ShouldBe(OK);
        var text = (await Bob.ShowConversation(Chat).ShouldBe(OK)).ToString();
        await using var snapshot = await App.Db.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var moment = await snapshot.BeginTransactionAsync(IsolationLevel.RepeatableRead, TestContext.Current.CancellationToken);

        JsonSerializer.Serialize(await View.Show(Chat, MeOf(Bob), snapshot), Json.Options).ShouldBe(text);
        await Alice.Say(Chat, "later");
        JsonSerializer.Serialize(await View.Show(Chat, MeOf(Bob), snapshot), Json.Options).ShouldBe(text);
        (await View.Show(Chat, MeOf(carol), snapshot)).ShouldBeNull();
    }

    [Fact]
    public async Task All_that_happens_in_it_are_messages()
    {
        await Alice.Say(Chat, ["one", "two"]);

        (await View.ReadHappened(Chat, 0, 2, 100, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    private static Me MeOf(Person person) => new(person.Id, person.Username, 1, DateTimeOffset.MaxValue);
}

using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Auth;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

/// <summary>That messages share a statement is nobody's harm.</summary>
public sealed class MessageQueueTests(App app) : InGroup(app)
{
    private const string Fail = """
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.content = 'bad' THEN RAISE EXCEPTION 'It is bad.'; END IF; RETURN NEW; END $$;
        CREATE TRIGGER fail BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION fail();
        """;

    [Fact]
    public async Task A_chat_that_somebody_holds_keeps_no_other_waiting()
    {
        var other = await OfTheSameLane();
        await using var held = await HeldChat.Of(App, Chat);
        var waiting = Alice.SendToGroup(Chat, "waits");
        await held.Waiters();

        await Bob.SendToGroup(other, "goes").ShouldBe(Created);
        waiting.IsCompleted.ShouldBeFalse();
        await held.Release();

        await waiting.ShouldBe(Created);
    }

    [Fact]
    public async Task What_waits_together_is_stored_in_one_commit()
    {
        var other = await OfTheSameLane();
        await using var held = await HeldChat.Of(App, Chat);

        // The lane is busy with the first, for as long as it waits for the chat.
        Task[] stored = [Store(Alice, Chat), Store(Bob, other), Store(Carol, other), Store(Alice, other)];
        await Task.WhenAll(stored[1..]);

        (await App.Value<long>("SELECT count(DISTINCT xmin::text) FROM messages WHERE chat_id = @other", new { other })).ShouldBe(1);
        (await Bob.GroupMessages(other)).Count.ShouldBe(3);
        await held.Release();
        await stored[0];
    }

    [Fact]
    public async Task What_comes_for_a_chat_that_is_held_goes_when_it_is_free()
    {
        await using var held = await HeldChat.Of(App, Chat);
        var first = Alice.SendToGroup(Chat, "first");
        await held.Waiters();
        var others = new[] { Bob, Carol }.Select(person => person.SendToGroup(Chat, "later")).ToList();

        await held.Release();

        await first.ShouldBe(Created);
        (await Task.WhenAll(others)).ShouldAllBe(answer => answer.StatusCode == Created);
        (await Alice.GroupMessages(Chat)).Select(message => message.Position).ShouldBe([3, 2, 1]);
        await Alice.SendToGroup(Chat, "after that").ShouldBe(Created);
    }

    [Fact]
    public async Task One_that_cannot_be_stored_harms_no_other()
    {
        await App.Run(Fail);

        try
        {
            for (var round = 0; round < 10; round++)
            {
                var sending = new[] { Bob, Alice, Carol }.Select(person => person.SendToGroup(Chat, person == Alice ? "bad" : "good"));
                (await Task.WhenAll(sending)).Select(answer => answer.StatusCode).ShouldBe([Created, InternalServerError, Created]);
            }
        }
        finally
        {
            await App.Run("DROP TRIGGER fail ON messages");
        }

        (await Bob.GroupMessages(Chat, "?page_size=100")).Select(message => message.Position)
            .ShouldBe(Enumerable.Range(1, 20).Reverse().Select(n => (long)n));
    }

    private async Task<long> OfTheSameLane()
    {
        while (true)
        {
            var chat = await Alice.CreateGroup(Bob, Carol);

            if (chat % MessageQueue.Lanes == Chat % MessageQueue.Lanes)
            {
                return chat;
            }
        }
    }

    private Task<(StoredMessage? Row, Message? Shown)> Store(Person sender, long chat) => App.Services.GetRequiredService<MessageQueue>().Store(
        new NewMessage(
            new ChatId(chat, ChatKind.Group), new Me(sender.Id, sender.Username, 1, DateTimeOffset.MaxValue), "hello", null, null, IsFromSocket: true),
        TestContext.Current.CancellationToken);
}

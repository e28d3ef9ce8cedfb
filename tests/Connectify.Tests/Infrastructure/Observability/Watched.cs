using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>A service that is scraped, and the load under which all that it counts happens.</summary>
public sealed class Watched : RemoteApp
{
    private const int Crowd = 16;

    private readonly int _port = LoopbackPort.Free();

    internal Uri Management => new($"http://localhost:{_port}");

    // A queue so short that a few messages at once are more than it holds, and a check so soon that it finds gaps.
    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("Management__Port", $"{_port}"), ("Realtime__QueueLength", "8"), ("Realtime__CheckInterval", "00:00:00.3"),
        ("Limits__MessagesPerSecond", "10000"), ("Limits__MessageBurst", "10000"), ("Limits__PasswordFailures", "100000"),
        ("Limits__PasswordFailuresPerAccount", "100000"), ("Limits__PasswordFailuresPerAddress", "100000"),
    ];

    internal async Task<string> Scrape()
    {
        using var client = new HttpClient();

        return await client.GetStringAsync(new Uri(Management, "/metrics"), TestContext.Current.CancellationToken);
    }

    /// <summary>Goes on until it is broken off.</summary>
    internal async Task Load(CancellationToken cancel)
    {
        using var alice = await Register("alice");
        using var bob = await Register("bob");
        var chat = await alice.StartConversation(with: bob);
        var crowd = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => Register("crowd")));
        var group = await alice.CreateGroup(crowd);
        await using var db = NpgsqlDataSource.Create(Database.ConnectionString);
        var store = new MessageStore(db, Options.Create(new MessagesOptions()));

        while (!cancel.IsCancellationRequested)
        {
            await Talk(alice, bob, chat);
            await ComeBack(bob, chat);
            await Leave(store, alice, bob, chat);
            await Flood(alice, crowd, group);
            await Refuse(alice, crowd[0], chat);
        }
    }

    // Over the socket and over REST, with typing, receipts, and a repeat.
    private async Task Talk(Person alice, Person bob, long chat)
    {
        using var ofBob = await Listen(bob, chat);
        await ofBob.Send(new { Type = "typing", IsTyping = true });
        await ofBob.Send(new { Type = "message", Content = "over the socket, under load" });
        await ofBob.Find("message");
        var message = await alice.Say(chat, "over REST, under load");
        await ofBob.Find("message");
        await ofBob.Send(new { Type = "read", MessageId = message });

        // A check that comes before the live frame says it in the other's words.
        await ofBob.Until(frame => frame.Text("type") is "read" or "read_messages");
        var key = Guid.NewGuid().ToString();
        await alice.Say(chat, "said twice, under load", key: key);
        await alice.Send(chat, "said twice, under load", key: key);
        await ofBob.Close();
    }

    private async Task ComeBack(Person bob, long chat)
    {
        var last = (await bob.Messages(chat, "?page_size=3"))[^1];
        using var resumed = await Listen(bob, chat, $"&cursor={last.Position}-{last.Position}");
        using var lost = await Listen(bob, chat, "&cursor=nonsense");
        await resumed.Find("resumed");
        await lost.Find("resync_required");
    }

    // Stored as by another node of which nothing is heard.
    private async Task Leave(MessageStore store, Person alice, Person bob, long chat)
    {
        using var ofBob = await Listen(bob, chat);
        await ofBob.ShouldBeSilent();
        var me = new Me(alice.Id, alice.Username, 1, DateTime.MaxValue);
        await store.Store([new NewMessage(new ChatId(chat, ChatKind.Conversation), me, "not told of, under load", null, null, false)], null);
        await ofBob.Find("message");
    }

    // All at once, so that many are stored and shown together.
    private async Task Flood(Person alice, Person[] crowd, long group)
    {
        using var reader = await ChatSocket.Open(Process.Address, $"/ws/messaging/group-chats/{group}/?token={alice.Token}");
        await Task.WhenAll(crowd.Select(one => one.SayInGroup(group, "all at once, under load")));
    }

    private async Task Refuse(Person alice, Person outsider, long chat)
    {
        await outsider.Send(chat, "not to be stored, under load");
        using var client = CreateClient();
        using var body = System.Net.Http.Json.JsonContent.Create(new { username = alice.Username, password = "certainly not it" });
        await client.PostAsync("/api/accounts/login/", body, TestContext.Current.CancellationToken);
        using var refused = await Listen(outsider, chat);
        await refused.ShouldClose(4004);
        using var odd = await Listen(alice, chat);
        await odd.SendWrong(new { Type = "nonsense" });
        await odd.Find("error");
    }
}

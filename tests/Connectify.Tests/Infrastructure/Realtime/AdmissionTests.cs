using System.Net;
using System.Net.WebSockets;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Realtime;

/// <summary>Sockets are opened in turns.</summary>
public sealed class AdmissionTests(AdmissionTests.OneByOne app) : InConversation<AdmissionTests.OneByOne>(app)
{
    public class OneByOne : App
    {
        protected override IEnumerable<(string, string)> Settings =>
        [
            ("Realtime:OpeningAtOnce", "1"), ("Realtime:OpeningQueue", "0"), ("Realtime:CheckInterval", "00:01:00"),
        ];
    }

    [Fact]
    public async Task Who_comes_when_all_turns_are_taken_is_sent_away_before_the_upgrade()
    {
        await using var held = await HeldChat.Table(App, "chats");
        var first = App.Listen(Alice, Chat);
        await held.Waiters();

        using var refused = await App.Knock(Bob, Chat);

        await refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "Too many sockets are being opened, come back later");
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 5);
        await held.Release();
        using var socket = await first;
        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task Whoever_has_a_bad_token_takes_a_turn_like_everybody()
    {
        await using var held = await HeldChat.Table(App, "chats");
        var first = App.Listen(Alice, Chat);
        await held.Waiters();

        var refused = await Should.ThrowAsync<WebSocketException>(
            () => ChatSocket.Open(App, $"/ws/messaging/conversations/{Chat}/?token=garbage"));

        refused.Message.ShouldContain("503");
        await held.Release();
        (await first).Dispose();
    }

    [Fact]
    public async Task Requests_that_are_no_sockets_need_no_turn()
    {
        await using var held = await HeldChat.Table(App, "chats");
        var first = App.Listen(Alice, Chat);
        await held.Waiters();

        await Bob.ShowProfile().ShouldBe(HttpStatusCode.OK);
        await Bob.Get($"/ws/messaging/conversations/{Chat}/").ShouldBe(HttpStatusCode.UpgradeRequired);

        await held.Release();
        (await first).Dispose();
    }
}

/// <summary>Some may wait for their turn.</summary>
public sealed class AdmissionQueueTests(AdmissionQueueTests.WithOneWaiting app) : InConversation<AdmissionQueueTests.WithOneWaiting>(app)
{
    public sealed class WithOneWaiting : App
    {
        protected override IEnumerable<(string, string)> Settings =>
        [
            ("Realtime:OpeningAtOnce", "1"), ("Realtime:OpeningQueue", "1"), ("Realtime:CheckInterval", "00:01:00"),
        ];
    }

    [Fact]
    public async Task Who_waits_gets_in_when_the_turn_is_free_and_one_more_is_sent_away()
    {
        await using var held = await HeldChat.Table(App, "chats");
        var first = App.Listen(Alice, Chat);
        await held.Waiters();

        var (one, other) = (App.Listen(Bob, Chat), App.Listen(Bob, Chat));
        var refused = await Task.WhenAny(one, other);
        (await Should.ThrowAsync<WebSocketException>(refused)).Message.ShouldContain("503");
        await held.Release();

        using var socket = await first;
        using var waited = await (refused == one ? other : one);
        await socket.ShouldBeSilent();
        await waited.ShouldBeSilent();
    }

    // The turn is given back just after the client has its answer: here the next one may wait that long.
    [Fact]
    public async Task An_open_socket_holds_no_turn()
    {
        using var first = await App.Listen(Alice, Chat);
        using var second = await App.Listen(Bob, Chat);
        using var third = await App.Listen(Bob, Chat);

        await first.ShouldBeSilent();
        await third.ShouldBeSilent();
    }

    [Fact]
    public async Task Who_was_refused_gives_the_turn_back()
    {
        using var carol = await Outsider();

        for (var count = 0; count < 5; count++)
        {
            using var socket = await App.Listen(carol, Chat);
            await socket.ShouldClose(4004);
        }

        using var ofBob = await App.Listen(Bob, Chat);
        await ofBob.ShouldBeSilent();
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_turn()
    {
        await using var held = await HeldChat.Table(App, "chats");
        var first = App.Listen(Alice, Chat);
        await held.Waiters();

        using (var impatient = new ClientWebSocket())
        {
            var address = new UriBuilder(new Uri(App.BaseAddress, $"/ws/messaging/conversations/{Chat}/?token={Bob.Token}")) { Scheme = "ws" }.Uri;
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            await Should.ThrowAsync<OperationCanceledException>(() => impatient.ConnectAsync(address, patience.Token));
        }

        await held.Release();
        using var socket = await first;
        using var next = await App.Listen(Bob, Chat);
        await next.ShouldBeSilent();
    }
}

/// <summary>While the database does not answer, nobody is kept waiting for long.</summary>
public sealed class AdmissionWithoutDatabaseTests(AdmissionWithoutDatabaseTests.Proxied app)
    : InConversation<AdmissionWithoutDatabaseTests.Proxied>(app)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    /// <summary>The service reaches its database through a proxy.</summary>
    public sealed class Proxied : App
    {
        internal DatabaseProxy Proxy { get; private set; } = null!;

        protected override IEnumerable<(string, string)> Settings => [("Realtime:OpeningAtOnce", "1")];

        protected override string Reach(string connectionString) =>
            (Proxy = new DatabaseProxy(connectionString)).ConnectionString;

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Proxy.Dispose();
        }
    }

    [Fact]
    public async Task All_who_wait_are_answered_soon_and_let_in_when_it_is_back()
    {
        using var open = await App.Listen(Alice, Chat);
        await open.ShouldBeSilent();
        App.Proxy.LoseAnswers();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => App.Knock(Bob, Chat)))
            .WaitAsync(Soon, TestContext.Current.CancellationToken);

        foreach (var answer in answers)
        {
            await answer.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter.ShouldNotBeNull();
            answer.Dispose();
        }

        App.Proxy.Cut();
        await App.Back(Bob);
        using var socket = await App.Listen(Bob, Chat);
        await socket.ShouldBeSilent();
        await open.ShouldBeSilent();
    }
}

/// <summary>As after a restart.</summary>
public sealed class AdmissionOfManyTests(AdmissionOfManyTests.Roomy app) : InConversation<AdmissionOfManyTests.Roomy>(app)
{
    public sealed class Roomy : App
    {
        // So many at a time that nobody waits too long for a turn, however slow the machine.
        protected override IEnumerable<(string, string)> Settings =>
            [("Limits:SocketsPerUser", "1000"), ("Realtime:OpeningAtOnce", "64")];
    }

    [Fact]
    public async Task Three_hundred_sockets_at_once_all_get_in()
    {
        await Alice.Say(Chat, ["one", "two"]);

        var sockets = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => App.Resume(Bob, Chat, "0-0")));

        foreach (var socket in sockets)
        {
            (await socket.UntilResumed()).Types().ShouldBe(["message", "message", "resumed"]);
            socket.Dispose();
        }
    }
}

/// <summary>What people do before a door.</summary>
internal static class AdmissionVerbs
{
    /// <summary>Asks for an upgrade, and gives what is answered.</summary>
    internal static Task<HttpResponseMessage> Knock(this App app, Person person, long chat)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/ws/messaging/conversations/{chat}/");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", Convert.ToBase64String(new byte[16]));

        return person.Ask(request);
    }

    /// <summary>Waits until the service reaches its database again.</summary>
    internal static async Task Back(this App app, Person person)
    {
        while ((await person.ListConversations()).StatusCode != HttpStatusCode.OK)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}

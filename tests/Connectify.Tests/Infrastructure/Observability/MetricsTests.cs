using System.Net;
using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>What each instrument measures. Each test has a service of its own, so that nobody else is counted.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private readonly App _app = new();
    private Measured _measured = null!;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _measured = Measured.Of(_app);
    }

    public async ValueTask DisposeAsync()
    {
        _measured.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_stored_message_is_counted_and_timed_by_how_it_came()
    {
        using var talk = await _app.Talk();

        await talk.Say("over the socket, for the metrics");
        await talk.Alice.Say(talk.Chat, "over REST, for the metrics");

        _measured.All("connectify.messages.stored")
            .Select(one => (one.Value, one["connectify.transport"], one["connectify.chat.kind"]))
            .ShouldBe([(1, "socket", "conversation"), (1, "rest", "conversation")]);
        var times = _measured.All("connectify.message.commit.duration");
        times.Select(one => one["connectify.transport"]).ShouldBe(["socket", "rest"]);
        times.ShouldAllBe(one => one.Value > 0 && one.Value < 30);
        _measured.All("connectify.messages.batch.size").Select(one => one.Value).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task A_message_that_a_chat_begins_with_is_counted_too()
    {
        var (alice, bob) = (await _app.Register("alice"), await _app.Register("bob"));

        await alice.StartConversation(bob, "to begin with, for the metrics");
        await alice.AskForGroup([bob], "to begin a group with, for the metrics").ShouldBe(HttpStatusCode.Created);
        await alice.CreateGroup(bob);

        _measured.All("connectify.messages.stored")
            .Select(one => (one.Value, one["connectify.transport"], one["connectify.chat.kind"]))
            .ShouldBe([(1, "rest", "conversation"), (1, "rest", "group")]);
    }

    [Fact]
    public async Task A_message_with_a_file_is_counted_too()
    {
        using var talk = await _app.Talk();

        await talk.Alice.SendFile(talk.Chat, FileVerbs.Text()).ShouldBe(HttpStatusCode.Created);

        (await _measured.First("connectify.messages.stored"))["connectify.transport"].ShouldBe("rest");
        await _measured.First("connectify.message.commit.duration");
    }

    [Fact]
    public async Task A_repeated_message_is_counted_apart()
    {
        using var talk = await _app.Talk();
        await talk.Alice.Say(talk.Chat, "said twice, for the metrics", key: "once");

        await talk.Alice.Send(talk.Chat, "said twice, for the metrics", key: "once").ShouldBe(HttpStatusCode.OK);

        _measured.All("connectify.messages.stored").ShouldHaveSingleItem();
        _measured.All("connectify.messages.repeated").ShouldHaveSingleItem()["connectify.transport"].ShouldBe("rest");
    }

    [Fact]
    public async Task A_fan_out_is_counted_at_once_and_timed_once()
    {
        using var talk = await _app.Talk();
        using var third = await _app.Listen(talk.Bob, talk.Chat);

        await talk.Say("to three sockets, for the metrics");
        await Delivered("change");
        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        await Delivered("typing");

        _measured.All("connectify.deliveries").Select(one => (one.Value, one["connectify.delivery.kind"]))
            .ShouldBe([(3, "change"), (2, "typing")]);
        (await _measured.First("connectify.message.delivery.duration")).Value.ShouldBeGreaterThan(0);
        _measured.All("connectify.message.delivery.duration").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Open_sockets_are_counted_by_the_kind_of_their_chat()
    {
        using var talk = await _app.Talk();
        using var inGroup = await _app.ListenToGroup(talk.Bob, await talk.Bob.CreateGroup(talk.Alice));
        await inGroup.ShouldBeSilent();

        _measured.Now("connectify.sockets.open", "connectify.chat.kind", "conversation").ShouldBe(2);
        _measured.Now("connectify.sockets.open", "connectify.chat.kind", "group").ShouldBe(1);
        _measured.Now("connectify.chats.listened").ShouldBe(2);
        _measured.Now("connectify.sockets.waiting").ShouldBe(0);
    }

    [Fact]
    public async Task A_closed_socket_is_counted_by_its_code_and_by_who_closed_it()
    {
        using var talk = await _app.Talk();

        await talk.OfAlice.Close();
        (await Closed("1000"))["connectify.close.by"].ShouldBe("client");

        await _app.LogOut(talk.Bob.RefreshToken);
        await talk.OfBob.ShouldClose(4003);
        (await Closed("4003"))["connectify.close.by"].ShouldBe("service");

        var lost = await _app.Listen(talk.Alice, talk.Chat);
        await lost.ShouldBeSilent();
        lost.Dispose();
        (await Closed("1006"))["connectify.close.by"].ShouldBe("client");

        using var odd = await _app.Listen(talk.Alice, talk.Chat);
        await odd.Close(4321);
        (await Closed("other"))["connectify.close.by"].ShouldBe("client");

        Task<Measurement> Closed(string code) =>
            _measured.First("connectify.sockets.closed", one => one["connectify.close.code"] == code);
    }

    [Fact]
    public async Task A_socket_that_is_sent_away_is_counted_by_its_code()
    {
        using var talk = await _app.Talk();
        using var outsider = await _app.Register("carol");

        using var refused = await _app.Listen(outsider, talk.Chat);
        await refused.ShouldClose(4004);
        using var unknown = await ChatSocket.Open(_app, $"/ws/messaging/conversations/{talk.Chat}/?token=none");
        await unknown.ShouldClose(4003);

        _measured.All("connectify.sockets.refused").Select(one => one["connectify.close.code"]).ShouldBe(["4004", "4003"]);
    }

    [Fact]
    public async Task A_queue_that_overflows_is_counted_and_so_is_what_was_left_out_before()
    {
        using var talk = await _app.Talk();
        var slow = _app.Sockets.First();

        for (var i = 0; slow.Closing is null && i < 1_000_000; i++)
        {
            slow.Offer(new Broadcast(new Content(new ChatDeleted(i))));
            slow.Offer(new Broadcast(new Content(new ChatDeleted(i))), isLoose: true);
        }

        slow.Closing.ShouldBe(CloseReason.TooSlow);
        await _measured.First("connectify.sockets.overflows");
        await _measured.First("connectify.deliveries.dropped");
        await _measured.First("connectify.sockets.closed", one => one["connectify.close.code"] == "1013");
    }

    [Fact]
    public async Task Who_comes_back_is_counted_by_what_came_of_it()
    {
        using var talk = await _app.Talk();
        await talk.Alice.Say(talk.Chat, ["first of two, for the metrics", "second of two, for the metrics"]);

        using var back = await _app.Listen(talk.Bob, talk.Chat, "&cursor=0-0");
        await back.Find("resumed");
        using var lost = await _app.Listen(talk.Bob, talk.Chat, "&cursor=nonsense");
        await lost.Find("resync_required");

        _measured.All("connectify.sockets.resumes").Select(one => one["connectify.resume.outcome"])
            .ShouldBe(["resumed", "resync_required"]);
        _measured.All("connectify.frames.replayed").ShouldHaveSingleItem().Value.ShouldBe(2);
    }

    [Fact]
    public async Task What_nobody_told_of_is_counted_as_a_gap()
    {
        using var talk = await _app.Talk();
        var me = new Me(talk.Alice.Id, talk.Alice.Username, 1, DateTime.MaxValue);
        var message = new NewMessage(new ChatId(talk.Chat, ChatKind.Conversation), me, "stored and not told, for the metrics", null, null, false);

        var row = (await _app.Services.GetRequiredService<MessageStore>().Store([message], null))[0]!;
        _app.Services.GetRequiredService<Hub>().Notice(ChatTopic.Of(talk.Chat), new Cursor(row.Position, row.Change));
        await Delivered("missed");

        _measured.All("connectify.gaps.found").ShouldHaveSingleItem().Value.ShouldBe(1);
        _measured.All("connectify.deliveries").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Refused_requests_are_counted_by_status_and_by_name()
    {
        using var talk = await _app.Talk();
        using var outsider = await _app.Register("carol");

        await outsider.Send(talk.Chat, "not to be stored, for the metrics");
        await talk.Alice.Send(talk.Chat, "");
        await outsider.Get("/api/there/is/nothing/");
        await _app.Get("/api/accounts/profile/");

        _measured.All("connectify.http.refusals").Select(one => (one["http.response.status_code"], one["connectify.refusal.kind"]))
            .ShouldBe([("403", "not_a_participant"), ("400", "invalid_input"), ("404", "no_such_address"), ("401", "no_valid_token")]);
    }

    [Fact]
    public async Task Refused_frames_are_counted_by_what_was_wrong()
    {
        using var talk = await _app.Talk();

        await talk.OfAlice.SendWrong(new { Type = "nonsense" });
        await talk.OfAlice.SendText("{");
        await talk.OfAlice.SendWrong(new { Type = "message", Content = "" });
        await talk.OfAlice.Send(new { Type = "read", MessageId = 1_000_000 });
        for (var i = 0; i < 4; i++)
        {
            await talk.OfAlice.Next("error");
        }

        _measured.All("connectify.frames.refused").Select(one => one["connectify.refusal.kind"])
            .ShouldBe(["unknown_type", "unreadable", "invalid_input", "message_not_found"]);
    }

    [Fact]
    public async Task Wrong_passwords_are_counted()
    {
        using var alice = await _app.Register("alice");

        await _app.LogIn(alice, "certainly not it").ShouldBe(HttpStatusCode.Unauthorized);

        _measured.All("connectify.logins.refused").ShouldHaveSingleItem()["connectify.refusal.kind"].ShouldBe("wrong_password");
    }

    [Fact]
    public void Without_a_Redis_the_backplane_is_said_not_to_be_there()
    {
        _measured.Now("connectify.backplane.configured").ShouldBe(0);
        _measured.Now("connectify.backplane.connected").ShouldBe(0);
        _measured.Now("connectify.backplane.outbox").ShouldBe(0);
    }

    [Fact]
    public void Where_nobody_listens_nothing_is_made_for_it()
    {
        var metrics = RealtimeMetrics.Unheard;
        Count();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Count();

        GC.GetAllocatedBytesForCurrentThread().ShouldBe(before);
        metrics.TimesDeliveries.ShouldBeFalse();

        void Count()
        {
            for (var i = 0; i < 1000; i++)
            {
                metrics.Delivered(1000, "change");
                metrics.Dropped();
                metrics.Closing(CloseReason.TooSlow);
                metrics.Closed(CloseReason.TooSlow, 1013);
            }
        }
    }

    [Fact]
    public async Task Nothing_names_a_user_a_chat_or_a_text()
    {
        using var talk = await _app.Talk();
        await talk.Say("a text that is nowhere else, for the metrics");
        await talk.Alice.Send(talk.Chat, "");
        string[] allowed =
        [
            "connectify.transport", "connectify.chat.kind", "connectify.delivery.kind", "connectify.close.code", "connectify.close.by",
            "connectify.resume.outcome", "connectify.refusal.kind", "http.response.status_code",
        ];

        var tags = _measured.Instruments.SelectMany(instrument => _measured.All(instrument.Name)).SelectMany(one => one.Tags).ToList();

        tags.Select(tag => tag.Key).Except(allowed).ShouldBeEmpty();
        tags.ShouldAllBe(tag => tag.Value!.ToString()!.Length < 40);
    }

    // It is counted after it has been queued, and so may be seen before that.
    private Task<Measurement> Delivered(string kind) =>
        _measured.First("connectify.deliveries", one => one["connectify.delivery.kind"] == kind);
}

using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Realtime;

/// <summary>What this node was told nothing of is found in the database, without anything else happening.</summary>
public sealed class StandingCheckTests(StandingCheckTests.Attentive app) : IClassFixture<StandingCheckTests.Attentive>
{
    public class Attentive : App
    {
        protected override IEnumerable<(string, string)> Settings =>
            [("Realtime:CheckInterval", "00:00:00.2"), ("Limits:MessageBurst", "100000")];
    }

    [Fact]
    public async Task A_message_is_shown()
    {
        using var talk = await Talk();

        await app.StoreUntold(talk.Chat, talk.Alice, "untold");

        foreach (var socket in new[] { talk.OfAlice, talk.OfBob })
        {
            (await socket.Next("message")).GetProperty("message").Text("content").ShouldBe("untold");
            await socket.ShouldBeSilent();
        }
    }

    [Fact]
    public async Task An_edit_is_shown()
    {
        using var talk = await Talk();
        var message = (await talk.Say("one")).GetProperty("message").Number("id");

        await app.Run(
            """
            WITH moved AS (UPDATE chats SET last_change = last_change + 1 WHERE id = @Chat RETURNING last_change)
            UPDATE messages SET content = 'ONE', edited_at = now(), changed = last_change FROM moved WHERE id = @Message
            """,
            new { talk.Chat, Message = message });

        (await talk.OfBob.Next("message_updated")).GetProperty("message").Text("content").ShouldBe("ONE");
        await talk.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task More_than_is_read_at_once_comes_whole_and_in_order_while_more_is_sent()
    {
        using var talk = await Talk();

        await app.Fill(talk.Chat, 450, talk.Alice, talk.Bob);
        await talk.Alice.Say(talk.Chat, Enumerable.Range(451, 20).Select(position => $"message {position}"));

        foreach (var socket in new[] { talk.OfAlice, talk.OfBob })
        {
            for (var position = 1; position <= 470; position++)
            {
                var message = (await socket.Next("message")).GetProperty("message");
                message.Number("position").ShouldBe(position);
                message.Text("content").ShouldBe($"message {position}");
            }

            await socket.ShouldBeSilent();
        }
    }

    [Fact]
    public async Task Where_the_database_was_set_back_sockets_close_and_who_comes_back_fetches_everything_anew()
    {
        using var talk = await Talk();
        await talk.Say("one");
        var cursor = (await talk.Say("two")).Text("cursor");

        await app.Run(
            """
            DELETE FROM messages WHERE chat_id = @Chat AND position = 2;
            UPDATE chats SET last_position = 1, last_change = 1 WHERE id = @Chat;
            """,
            new { talk.Chat });

        await talk.OfBob.ShouldBeClosedNext(1011);
        await talk.OfAlice.ShouldBeClosedNext(1011);
        using var again = await app.Listen(talk.Bob, talk.Chat, $"&cursor={cursor}");
        await again.Next("resync_required");
    }

    [Fact]
    public async Task The_end_of_a_session_closes_its_sockets_with_4003()
    {
        using var talk = await Talk();

        await app.Run("DELETE FROM sessions WHERE user_id = @Id", new { talk.Bob.Id });

        await talk.OfBob.ShouldBeClosedNext(4003);
        await talk.OfAlice.ShouldBeSilent();
    }

    [Fact]
    public async Task The_end_of_a_membership_closes_its_sockets_with_4004()
    {
        using var talk = await Talk();
        var group = await talk.Alice.CreateGroup(talk.Bob);
        using var ofBob = await app.ListenToGroup(talk.Bob, group);
        using var ofAlice = await app.ListenToGroup(talk.Alice, group);
        await ofBob.ShouldBeSilent();

        await app.Run(
            "UPDATE chat_members SET left_at = now() WHERE chat_id = @group AND user_id = @Id", new { group, talk.Bob.Id });

        await ofBob.ShouldBeClosedNext(4004);
        await ofAlice.ShouldBeSilent();
        await talk.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task A_deactivation_in_the_organization_closes_sockets_with_4004()
    {
        using var talk = await Talk();

        await app.Deactivate(talk.Bob, People.Demo);

        await talk.OfBob.ShouldBeClosedNext(4004);
        await talk.OfAlice.ShouldBeSilent();
    }

    [Fact]
    public async Task The_end_of_a_chat_is_shown_and_closes_with_4004()
    {
        using var talk = await Talk();

        await app.Run(
            "UPDATE chats SET is_active = false, last_change = last_change + 1 WHERE id = @Chat", new { talk.Chat });

        foreach (var socket in new[] { talk.OfAlice, talk.OfBob })
        {
            (await socket.Next("chat_deleted")).Number("chat_id").ShouldBe(talk.Chat);
            await socket.ShouldBeClosedNext(4004);
        }
    }

    [Fact]
    public async Task A_block_hides_typing_and_reading_and_its_end_shows_them_again()
    {
        using var talk = await Talk();
        var message = (await talk.Say("hello")).GetProperty("message").Number("id");
        await talk.OfBob.Send(new { Type = "typing", IsTyping = true });
        (await talk.OfAlice.Next("typing")).GetProperty("is_typing").GetBoolean().ShouldBeTrue();

        await app.HaveBlocked(talk.Alice, talk.Bob);
        (await talk.OfAlice.Next("typing")).GetProperty("is_typing").GetBoolean().ShouldBeFalse();
        await talk.OfBob.Send(new { Type = "typing", IsTyping = true });
        await talk.OfBob.Send(new { Type = "read", MessageId = message });
        await talk.OfBob.Next("read");
        await talk.OfAlice.ShouldBeSilent();

        await app.Run("DELETE FROM blocks WHERE blocker_id = @Id", new { talk.Alice.Id });
        await Checked(talk);
        await talk.OfBob.Send(new { Type = "typing", IsTyping = true });
        (await talk.OfAlice.Next("typing")).GetProperty("is_typing").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_receipt_is_shown_once()
    {
        using var talk = await Talk();
        var message = (await talk.Say("hello")).GetProperty("message").Number("id");

        await app.Run(
            """
            INSERT INTO message_reads (chat_id, user_id, first_position, last_position, read_at)
            VALUES (@Chat, @Bob, 1, 1, clock_timestamp());
            UPDATE chat_members SET read_count = 1 WHERE chat_id = @Chat AND user_id = @Bob;
            """,
            new { talk.Chat, Bob = talk.Bob.Id });

        var read = await talk.OfAlice.Next("read_messages");
        (read.Number("user_id"), read.Number("chat_id")).ShouldBe((talk.Bob.Id, talk.Chat));
        read.GetProperty("message_ids").EnumerateArray().Select(id => id.GetInt64()).ShouldBe([message]);
        await Checked(talk);
        await Checked(talk);
    }

    [Fact]
    public async Task A_receipt_that_was_stored_only_now_is_left_to_those_who_are_telling_of_it()
    {
        using var talk = await Talk();
        await talk.Say("hello");

        // So that it is new however late the check is.
        await app.Run(
            """
            INSERT INTO message_reads (chat_id, user_id, first_position, last_position, read_at)
            VALUES (@Chat, @Bob, 1, 1, clock_timestamp() + interval '1 minute');
            UPDATE chat_members SET read_count = 1 WHERE chat_id = @Chat AND user_id = @Bob;
            """,
            new { talk.Chat, Bob = talk.Bob.Id });
        await Checked(talk);
        await Checked(talk);

        await app.Run(
            "UPDATE message_reads SET read_at = clock_timestamp() WHERE chat_id = @Chat AND user_id = @Bob",
            new { talk.Chat, Bob = talk.Bob.Id });
        await talk.OfAlice.Next("read_messages");
    }

    [Fact]
    public async Task A_receipt_that_was_shown_live_is_not_shown_again()
    {
        using var talk = await Talk();
        var message = (await talk.Say("hello")).GetProperty("message").Number("id");
        var another = (await talk.Say("and this")).GetProperty("message").Number("id");

        await talk.OfBob.Send(new { Type = "read", MessageId = message });
        await talk.OfAlice.Next("read");
        await talk.Bob.Read(talk.Chat, upTo: another).ShouldBe(OK);
        await talk.OfAlice.Next("read_messages");

        await Checked(talk);
        await Checked(talk);
        await Checked(talk);
    }

    private async Task<Talk> Talk()
    {
        var talk = await app.Talk();
        await talk.OfAlice.ShouldBeSilent();
        await talk.OfBob.ShouldBeSilent();

        return talk;
    }

    // A message that only a check can have found is the next thing that is shown.
    private async Task Checked(Talk talk)
    {
        await app.StoreUntold(talk.Chat, talk.Alice, "untold");
        (await talk.OfAlice.Next("message")).GetProperty("message").Text("content").ShouldBe("untold");
        await talk.OfBob.Find("message");
    }
}

/// <summary>The check goes on after the database was away.</summary>
public sealed class InterruptedCheckTests(InterruptedCheckTests.Proxied app) : IClassFixture<InterruptedCheckTests.Proxied>
{
    /// <summary>The service reaches its database through a proxy.</summary>
    public sealed class Proxied : StandingCheckTests.Attentive
    {
        internal DatabaseProxy Proxy { get; private set; } = null!;

        protected override string Reach(string connectionString) =>
            (Proxy = new DatabaseProxy(connectionString)).ConnectionString;

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Proxy.Dispose();
        }
    }

    [Fact]
    public async Task Sockets_stay_open_without_the_database_and_are_shown_what_they_missed_when_it_is_back()
    {
        using var talk = await app.Talk();
        await talk.Say("before");

        app.Proxy.LoseAnswers();
        await talk.Bob.ListConversations().ShouldBe(ServiceUnavailable);
        await app.StoreUntold(talk.Chat, talk.Alice, "untold");
        await talk.OfBob.ShouldBeSilent();
        app.Proxy.Cut();

        (await talk.OfBob.Next("message")).GetProperty("message").Text("content").ShouldBe("untold");
        (await talk.OfAlice.Next("message")).GetProperty("message").Text("content").ShouldBe("untold");
        await talk.OfBob.ShouldBeSilent();
    }
}

using System.Text.Json;
using Connectify.Infrastructure.Realtime;

namespace Connectify.Tests.Infrastructure.Realtime;

/// <summary>What of a frame is new to a socket that was shown everything up to a cursor.</summary>
public sealed class BroadcastTests
{
    private sealed record Said(string Text) : ServerEvent("said");

    [Fact]
    public void What_is_no_change_is_always_new()
    {
        var receipt = new Broadcast(new Content(new Said("read")), new Cursor(5, 9));
        var typing = new Broadcast(new Content(new Said("typing")));

        receipt.NewTo(new Cursor(5, 9)).ShouldBeSameAs(receipt);
        typing.NewTo(new Cursor(5, 9)).ShouldBeSameAs(typing);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(10, false)]
    public void A_change_is_new_to_who_has_not_seen_it(long seen, bool isNew)
    {
        var change = new Broadcast(new Content(new Said("edited")), new Cursor(5, 9)) { Change = 9 };

        change.NewTo(new Cursor(5, seen)).ShouldBe(isNew ? change : null);
    }

    [Fact]
    public void A_message_is_shown_as_new_or_as_changed_or_not_at_all()
    {
        var broadcast = For(new Missed(6, 12, new Said("new"), new Said("changed")), new Cursor(5, 9), new Cursor(6, 12))!;

        Text(broadcast.NewTo(new Cursor(5, 9))).ShouldBe("new");
        Text(broadcast.NewTo(new Cursor(5, 11))).ShouldBe("new");
        Text(broadcast.NewTo(new Cursor(6, 10))).ShouldBe("changed");
        broadcast.NewTo(new Cursor(6, 12)).ShouldBeNull();
    }

    [Fact]
    public void A_message_that_nobody_touched_is_new_or_not_shown()
    {
        var broadcast = For(new Missed(6, null, new Said("new"), new Said("changed")), new Cursor(5, 9), new Cursor(6, 12))!;

        Text(broadcast.NewTo(new Cursor(5, 9))).ShouldBe("new");
        broadcast.NewTo(new Cursor(6, 10)).ShouldBeNull();
    }

    // The topic's other sockets may have been shown less than one that has resumed a moment ago.
    [Fact]
    public void Its_cursor_does_not_lead_back_behind_what_was_seen()
    {
        var receipt = new Broadcast(new Content(new Said("read")), new Cursor(5, 9));
        var message = For(new Missed(7, null, new Said("new"), new Said("changed")), new Cursor(5, 9), new Cursor(7, 14))!;

        Cursor(receipt.NewTo(new Cursor(6, 12))).ShouldBe("6-12");
        Cursor(receipt.NewTo(new Cursor(4, 8))).ShouldBe("5-9");
        Cursor(message.NewTo(new Cursor(6, 12))).ShouldBe("7-12");
        Cursor(message.NewTo(new Cursor(5, 9))).ShouldBe("7-9");
    }

    [Fact]
    public void What_was_missed_of_a_message_is_new_or_changed_or_nothing()
    {
        var missed = new Missed(6, 12, new Said("new"), new Said("changed"));
        var upTo = new Cursor(8, 15);

        Text(For(missed, new Cursor(5, 9), upTo)).ShouldBe("new");
        Cursor(For(missed, new Cursor(5, 9), upTo)).ShouldBe("6-9");
        Text(For(missed, new Cursor(6, 9), upTo)).ShouldBe("changed");
        Cursor(For(missed, new Cursor(6, 9), upTo)).ShouldBe("8-12");
        For(missed, new Cursor(6, 12), upTo).ShouldBeNull();
        For(missed, new Cursor(8, 15), upTo).ShouldBeNull();
    }

    [Fact]
    public void What_was_missed_besides_messages_is_a_change_or_nothing()
    {
        var missed = new Missed(null, 12, null, new Said("renamed"));

        Text(For(missed, new Cursor(6, 11), new Cursor(8, 15))).ShouldBe("renamed");
        For(missed, new Cursor(6, 12), new Cursor(8, 15)).ShouldBeNull();
    }

    [Fact]
    public void The_bytes_are_the_frame_with_its_cursor_at_the_end()
    {
        var broadcast = new Broadcast(new Content(new Said("héllo")), new Cursor(5, 9));

        broadcast.Flat.ShouldBeSameAs(broadcast.Nested);
        JsonSerializer.Deserialize<JsonElement>(broadcast.Nested).EnumerateObject().Select(member => $"{member.Name} {member.Value}")
            .ShouldBe(["type said", "text héllo", "cursor 5-9"]);
    }

    private static string? Text(Broadcast? broadcast) => Member(broadcast, "text");

    private static string? Cursor(Broadcast? broadcast) => Member(broadcast, "cursor");

    private static Broadcast? For(Missed missed, Cursor seen, Cursor upTo) =>
        missed.IsNewTo(seen) ? missed.ToBroadcast(seen, missed.After(seen, upTo)) : null;

    private static string? Member(Broadcast? broadcast, string name) =>
        JsonSerializer.Deserialize<JsonElement>(broadcast.ShouldNotBeNull().Nested).GetProperty(name).GetString();
}

using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Realtime;

/// <summary>Which cursors lead on, and how far.</summary>
public sealed class ResumeCursorTests(App app) : InConversation(app)
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("garbage")]
    [InlineData("null")]
    [InlineData("2")]
    [InlineData("2-")]
    [InlineData("-2")]
    [InlineData("-2-2")]
    [InlineData("2--2")]
    [InlineData("2-2-2")]
    [InlineData("+2-2")]
    [InlineData("2-+2")]
    [InlineData(" 2-2")]
    [InlineData("2-2 ")]
    [InlineData("2 - 2")]
    [InlineData("2-2\n")]
    [InlineData("2-2\0")]
    [InlineData("2.0-2")]
    [InlineData("2e0-2")]
    [InlineData("0x2-2")]
    [InlineData("２-２")]
    [InlineData("٢-٢")]
    [InlineData("2–2")]
    [InlineData("99999999999999999999-2")]
    [InlineData("2-99999999999999999999")]
    [InlineData("9223372036854775807-9223372036854775807")]
    [InlineData("3-3")]
    [InlineData("3-2")]
    [InlineData("2-3")]
    public async Task One_that_makes_no_sense_asks_to_fetch_anew_and_goes_on_live(string cursor)
    {
        await Alice.Say(Chat, ["one", "two"]);
        using var socket = await App.Resume(Bob, Chat, cursor);

        var anew = await socket.Next("resync_required");
        anew.Members().ShouldBe(["type"]);
        await socket.ShouldBeSilent();

        await Alice.Say(Chat, "three");
        (await socket.Next("message")).GetProperty("message").Text("content").ShouldBe("three");
        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task One_of_another_chat_that_is_further_asks_to_fetch_anew()
    {
        using var carol = await Outsider();
        var other = await Bob.StartConversation(with: carol);
        await Bob.Say(other, ["one", "two"]);
        using var socket = await App.Resume(Bob, Chat, await App.Now(other));

        await socket.Next("resync_required");
    }

    [Fact]
    public async Task A_socket_that_brings_none_is_told_nothing_of_it()
    {
        await Alice.Say(Chat, "one");
        using var socket = await App.Listen(Bob, Chat);

        await socket.ShouldBeSilent();
    }

    [Theory]
    [InlineData("")]
    [InlineData("&format=flat")]
    public async Task As_many_as_are_shown_at_most_are_shown(string query)
    {
        await App.Fill(Chat, 500, Alice, Bob);
        using var socket = await App.Resume(Bob, Chat, "0-0", query);

        var missed = await socket.UntilResumed();

        missed.Types().Last().ShouldBe("resumed");
        missed.SkipLast(1).Select(frame => query.Length == 0 ? frame.GetProperty("message").Number("position") : frame.Number("position"))
            .ShouldBe(Enumerable.Range(1, 500).Select(position => (long)position));
    }

    [Fact]
    public async Task One_more_asks_to_fetch_anew_and_goes_on_live()
    {
        await App.Fill(Chat, 501, Alice, Bob);
        using var socket = await App.Resume(Bob, Chat, "0-0");

        await socket.Next("resync_required");
        await Alice.Say(Chat, "new");

        (await socket.Next("message")).GetProperty("message").Number("position").ShouldBe(502);
        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task New_messages_and_changed_ones_count_together()
    {
        await App.Fill(Chat, 500, Alice, Bob);
        var first = (await Alice.Messages(Chat, "?page=25&page_size=20"))[^1].Id;
        await Alice.Edit(first, "edited").ShouldBe(OK);
        using var within = await App.Resume(Bob, Chat, "1-500");
        using var past = await App.Resume(Bob, Chat, "0-500");

        (await within.UntilResumed()).Types().ShouldBe([.. Enumerable.Repeat("message", 499), "message_updated", "resumed"]);
        (await past.UntilResumed()).Types().ShouldBe([.. Enumerable.Repeat("message", 500), "resumed"]);

        await Alice.Say(Chat, "new");
        using var tooMany = await App.Resume(Bob, Chat, "1-500");
        await tooMany.Next("resync_required");
    }

    [Fact]
    public async Task Who_resumed_in_the_middle_of_being_shown_goes_on_from_there()
    {
        var known = await Alice.Say(Chat, "known");
        var cursor = await App.Now(Chat);
        await Alice.Edit(known, "changed").ShouldBe(OK);
        await Alice.Say(Chat, ["two", "three"]);
        using var first = await App.Resume(Bob, Chat, cursor);
        var two = await first.Next("message");

        using var second = await App.Resume(Bob, Chat, two.Text("cursor")!);
        var missed = await second.UntilResumed();

        missed.Types().ShouldBe(["message", "message_updated", "resumed"]);
        using var third = await App.Resume(Bob, Chat, missed[1].Text("cursor")!);
        (await third.Next("resumed")).Text("cursor").ShouldBe(await App.Now(Chat));
    }
}

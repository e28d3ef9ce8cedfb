using System.Text.Json;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Realtime;

/// <summary>Who comes back with a cursor is shown what was missed, and then what happens.</summary>
public sealed class ResumeTests(App app) : InConversation(app)
{
    [Theory]
    [InlineData("")]
    [InlineData("&format=flat")]
    public async Task Who_has_missed_nothing_is_shown_the_chat_alone_as_it_would_be_fetched(string query)
    {
        await Bob.Read(Chat, upTo: (await Alice.Say(Chat, ["one", "two"]))[0]).ShouldBe(OK);
        var cursor = await App.Now(Chat);
        using var socket = await App.Resume(Bob, Chat, cursor, query);

        var resumed = await socket.Next("resumed");

        resumed.Members().ShouldBe(["type", "chat", "cursor"]);
        resumed.Text("cursor").ShouldBe(cursor);
        resumed.GetProperty("chat").GetRawText().ShouldBe(await Fetched());
        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task New_messages_come_in_order_each_once_and_in_its_present_state()
    {
        await Alice.Say(Chat, "known");
        var cursor = await App.Now(Chat);
        var ids = await Alice.Say(Chat, ["edited", "deleted", "reacted to", "unreacted", "read"]);
        await Alice.Edit(ids[0], "eins").ShouldBe(OK);
        await Alice.Delete(ids[1]).ShouldBe(NoContent);
        await Bob.React(ids[2], "👍").ShouldBe(Created);
        await Bob.React(ids[3], "👍").ShouldBe(Created);
        await Bob.Unreact(ids[3]).ShouldBe(NoContent);
        await Bob.Say(Chat, "an answer", replyTo: ids[0]);
        await Alice.SayFiles(Chat, FileVerbs.Picture(), FileVerbs.Text());
        await Bob.Read(Chat, upTo: ids[4]).ShouldBe(OK);
        using var socket = await App.Resume(Bob, Chat, cursor);

        var missed = await socket.UntilResumed();

        missed.SkipLast(1).Types().ShouldBe(Enumerable.Repeat("message", 7));
        missed.Messages().ShouldBe(await Listed(7));
        missed[^1].GetProperty("chat").GetRawText().ShouldBe(await Fetched());
        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task In_flat_format_they_come_as_they_would_have_come_live()
    {
        var cursor = await App.Now(Chat);
        using var live = await App.Listen(Bob, Chat, "&format=flat");
        await live.ShouldBeSilent();
        var first = await Alice.Say(Chat, "first");
        await Alice.Say(Chat, "second", replyTo: first);
        await Alice.SayFiles(Chat, FileVerbs.Picture());
        using var socket = await App.Resume(Bob, Chat, cursor, "&format=flat");

        var missed = await socket.UntilResumed();

        missed.Types().ShouldBe(["chat_message", "chat_message", "chat_message", "resumed"]);

        foreach (var frame in missed.SkipLast(1))
        {
            WithoutCursor(frame).ShouldBe(WithoutCursor(await live.Next("chat_message")));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("&format=flat")]
    public async Task Older_messages_that_were_changed_come_each_once_by_their_last_change(string query)
    {
        var ids = await Alice.Say(Chat, ["one", "two", "three", "four", "five"]);
        await Bob.React(ids[3], "👍").ShouldBe(Created);
        var cursor = await App.Now(Chat);
        await Alice.Edit(ids[0], "eins").ShouldBe(OK);
        await Alice.Delete(ids[1]).ShouldBe(NoContent);
        await Bob.React(ids[2], "🎉").ShouldBe(Created);
        await Bob.Unreact(ids[3]).ShouldBe(NoContent);
        await Alice.Edit(ids[0], "uno").ShouldBe(OK);
        using var socket = await App.Resume(Bob, Chat, cursor, query);

        var missed = await socket.UntilResumed();

        missed.Types().ShouldBe(["message_updated", "message_updated", "message_updated", "message_updated", "resumed"]);
        var listed = (await Listed(5)).ToList();
        missed.Messages().ShouldBe([listed[1], listed[2], listed[3], listed[0]]);
        missed.SkipLast(1).ShouldAllBe(frame => frame.Number("chat_id") == Chat);
    }

    [Fact]
    public async Task New_messages_come_before_the_changes_of_older_ones_and_are_not_repeated_among_them()
    {
        var known = await Alice.Say(Chat, "known");
        var cursor = await App.Now(Chat);
        await Alice.Edit(known, "changed").ShouldBe(OK);
        await Alice.Edit(await Alice.Say(Chat, "new"), "new and changed").ShouldBe(OK);
        using var socket = await App.Resume(Bob, Chat, cursor);

        var missed = await socket.UntilResumed();

        missed.Types().ShouldBe(["message", "message_updated", "resumed"]);
        missed.Messages().ShouldBe((await Listed(2)).Reverse());
    }

    [Fact]
    public async Task What_happens_after_that_is_shown_live_and_nothing_of_it_twice()
    {
        var known = await Alice.Say(Chat, "known");
        using var socket = await App.Resume(Bob, Chat, "0-0");
        await socket.UntilResumed();

        await Alice.Edit(known, "edited").ShouldBe(OK);
        await Alice.Say(Chat, "new");
        await Bob.Read(Chat, upTo: known).ShouldBe(OK);

        await socket.Next("message_edited");
        await socket.Next("message");
        await socket.Next("read_messages");
        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task What_the_client_sends_at_once_is_answered_after_what_was_missed()
    {
        await App.Fill(Chat, 200, Alice, Bob);
        using var socket = await App.Resume(Bob, Chat, "0-0");
        await socket.Send(new { Type = "ping" });
        await socket.Send(new { Type = "message", Content = "here I am" });

        var frames = await socket.Until(frame => frame.Text("type") == "message" && Text(frame) == "here I am");

        frames.Types().ShouldBe([.. Enumerable.Repeat("message", 200), "resumed", "pong", "message"]);
    }

    [Fact]
    public async Task Whoever_comes_back_again_and_again_goes_on_from_each_frame_that_was_shown()
    {
        await Alice.Say(Chat, ["one", "two", "three", "four"]);
        var seen = new List<string?>();
        var cursor = "0-0";

        for (var count = 0; count < 4; count++)
        {
            using var socket = await App.Resume(Bob, Chat, cursor);
            var frame = await socket.Next("message");
            seen.Add(Text(frame));
            cursor = frame.Text("cursor")!;
        }

        seen.ShouldBe(["one", "two", "three", "four"]);
    }

    [Fact]
    public async Task A_frame_without_a_cursor_is_none_about_the_chats_state()
    {
        using var socket = await App.Resume(Bob, Chat, await App.Now(Chat));
        using var ofAlice = await App.Listen(Alice, Chat);
        await socket.Next("resumed");

        await ofAlice.Send(new { Type = "typing", IsTyping = true });

        (await socket.Next("typing")).TryGetProperty("cursor", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task In_a_muted_conversation_messages_are_shown_and_typing_and_reading_are_not()
    {
        var message = await Alice.Say(Chat, "before");
        await Alice.Block(Bob);
        using var ofBob = await App.Listen(Bob, Chat);
        using var socket = await App.Resume(Alice, Chat, "0-0");
        (await socket.UntilResumed()).Types().ShouldBe(["message", "resumed"]);

        await ofBob.Send(new { Type = "typing", IsTyping = true });
        await Bob.Read(Chat, upTo: message).ShouldBe(OK);
        await ofBob.Next("read_messages");

        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task The_second_copy_of_a_message_that_was_missed_shows_it_no_second_time()
    {
        var cursor = await App.Now(Chat);
        await Alice.Say(Chat, "twice");
        using var socket = await App.Resume(Alice, Chat, cursor);
        (await socket.UntilResumed()).Types().ShouldBe(["message", "resumed"]);

        await socket.Send(new { Type = "message", Content = "twice" });

        await socket.ShouldBeSilent();
        (await Alice.Messages(Chat)).ShouldHaveSingleItem();
    }

    private static string? Text(JsonElement frame) => frame.GetProperty("message").Text("content");

    private static string WithoutCursor(JsonElement frame) =>
        string.Join(' ', frame.EnumerateObject().Where(member => member.Name != "cursor").Select(member => member.ToString()));

    private async Task<string> Fetched() => (await Bob.ShowConversation(Chat).ShouldBe(OK)).GetRawText();

    // The newest messages as they would be fetched, oldest first.
    private async Task<IEnumerable<string>> Listed(int count) =>
        (await Bob.ListMessages(Chat, $"?page_size={count}").ShouldBe(OK)).GetProperty("results").EnumerateArray()
            .Select(message => message.GetRawText()).Reverse();
}

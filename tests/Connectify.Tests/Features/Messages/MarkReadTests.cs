using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class MarkReadTests(App app) : InConversation(app)
{
    [Fact]
    public async Task Everything_up_to_the_message_is_read_and_nothing_after()
    {
        var ids = await Alice.Say(Chat, ["one", "two", "three"]);

        var answer = await Bob.Read(Chat, upTo: ids[1]).ShouldBe(OK);

        answer.Members().ShouldBe(["unread_count"]);
        answer.Number("unread_count").ShouldBe(1);
        (await Bob.Unread(Chat)).ShouldBe(1);
        (await ReadBy()).ShouldBe("- B B");
    }

    [Fact]
    public async Task Who_has_read_it_is_shown_to_everybody()
    {
        var message = await Alice.Say(Chat, "hello");

        await Bob.Read(Chat, upTo: message).ShouldBe(OK);

        foreach (var person in new[] { Alice, Bob })
        {
            var shown = (await person.Messages(Chat)).Single();
            shown.ReadBy.ShouldBe([Bob.Id]);
            shown.ReadCount.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Ones_own_messages_are_neither_read_nor_unread()
    {
        await Alice.Say(Chat, "one");
        await Bob.Say(Chat, "two");
        await Bob.Say(Chat, "three");
        var last = await Alice.Say(Chat, "four");
        (await Bob.Unread(Chat)).ShouldBe(2);

        (await Bob.Read(Chat, upTo: last).ShouldBe(OK)).Number("unread_count").ShouldBe(0);

        (await ReadBy()).ShouldBe("B - - B");
        (await Alice.Unread(Chat)).ShouldBe(2);
    }

    [Fact]
    public async Task Up_to_ones_own_message_reads_what_came_before_it()
    {
        await Alice.Say(Chat, "one");
        var own = await Bob.Say(Chat, "two");
        await Alice.Say(Chat, "three");

        (await Bob.Read(Chat, upTo: own).ShouldBe(OK)).Number("unread_count").ShouldBe(1);

        (await ReadBy()).ShouldBe("- - B");
    }

    [Fact]
    public async Task Sending_reads_nothing()
    {
        await Alice.Say(Chat, "one");
        await Bob.Say(Chat, "two");

        (await Bob.Unread(Chat)).ShouldBe(1);
    }

    [Fact]
    public async Task Reading_one_message_does_not_read_the_one_before()
    {
        var ids = await Alice.Say(Chat, ["124", "125"]);

        await App.ReadOnly(Bob, Chat, ids[1]);

        (await Bob.Unread(Chat)).ShouldBe(1);
        (await ReadBy()).ShouldBe("B -");
    }

    [Fact]
    public async Task Gaps_between_what_is_read_already_are_filled()
    {
        var ids = await Alice.Say(Chat, ["1", "2", "3", "4", "5", "6"]);
        await App.ReadOnly(Bob, Chat, ids[4], ids[1], ids[5]);
        (await Bob.Unread(Chat)).ShouldBe(3);

        (await Bob.Read(Chat, upTo: ids[2]).ShouldBe(OK)).Number("unread_count").ShouldBe(1);
        (await ReadBy()).ShouldBe("B B - B B B");

        (await Bob.Read(Chat, upTo: ids[5]).ShouldBe(OK)).Number("unread_count").ShouldBe(0);
        (await ReadBy()).ShouldBe("B B B B B B");
    }

    [Fact]
    public async Task Deleted_messages_need_no_reading()
    {
        var ids = await Alice.Say(Chat, ["1", "2", "3", "4", "5"]);
        await Alice.Delete(ids[0]).ShouldBe(NoContent);
        await Alice.Delete(ids[2]).ShouldBe(NoContent);
        (await Bob.Unread(Chat)).ShouldBe(3);

        (await Bob.Read(Chat, upTo: ids[3]).ShouldBe(OK)).Number("unread_count").ShouldBe(1);
        (await Bob.Read(Chat, upTo: ids[4]).ShouldBe(OK)).Number("unread_count").ShouldBe(0);
    }

    [Fact]
    public async Task A_tombstone_serves_as_well()
    {
        var ids = await Alice.Say(Chat, ["1", "2", "3"]);
        await Alice.Delete(ids[1]).ShouldBe(NoContent);

        (await Bob.Read(Chat, upTo: ids[1]).ShouldBe(OK)).Number("unread_count").ShouldBe(1);
    }

    [Fact]
    public async Task Twice_changes_nothing_and_backwards_neither()
    {
        var ids = await Alice.Say(Chat, ["1", "2", "3"]);

        (await Bob.Read(Chat, upTo: ids[1]).ShouldBe(OK)).Number("unread_count").ShouldBe(1);
        (await Bob.Read(Chat, upTo: ids[1]).ShouldBe(OK)).Number("unread_count").ShouldBe(1);
        (await Bob.Read(Chat, upTo: ids[0]).ShouldBe(OK)).Number("unread_count").ShouldBe(1);
        (await ReadBy()).ShouldBe("- B B");
        (await Bob.Read(Chat, upTo: ids[2]).ShouldBe(OK)).Number("unread_count").ShouldBe(0);
    }

    [Fact]
    public async Task Twenty_times_at_once_counts_each_message_once()
    {
        var ids = await Alice.Say(Chat, Enumerable.Range(1, 10).Select(n => $"{n}"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async n => await Bob.Read(Chat, upTo: ids[n % 8]).ShouldBe(OK)));

        (await Bob.Unread(Chat)).ShouldBe(2);
        (await ReadBy()).ShouldBe("- - B B B B B B B B");
    }

    [Fact]
    public async Task A_message_of_another_chat_is_refused_and_reads_nothing()
    {
        using var carol = await Outsider();
        var elsewhere = await carol.StartConversation(with: Bob);
        await Alice.Say(Chat, "here");
        var foreign = await carol.Say(elsewhere, "there");

        await Bob.Read(Chat, upTo: foreign).ShouldBeInvalid("up_to");
        await Bob.Read(Chat, upTo: 999_999_999).ShouldBeInvalid("up_to");

        (await Bob.Unread(Chat)).ShouldBe(1);
        (await Bob.Unread(elsewhere)).ShouldBe(1);
    }

    [Fact]
    public async Task A_message_is_needed()
    {
        await Bob.Post($"{ChatVerbs.ConversationsPath}{Chat}/read/", new { }).ShouldBeInvalid("up_to");
        await Bob.Post($"{ChatVerbs.ConversationsPath}{Chat}/read", new { up_to = "x" }).ShouldBeInvalid("up_to");
    }

    [Fact]
    public async Task Who_is_not_in_the_conversation_is_refused()
    {
        using var carol = await Outsider();
        using var mallory = await Stranger();
        var message = await Alice.Say(Chat, "hello");

        await carol.Read(Chat, message).ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await mallory.Read(Chat, message).ShouldBeProblem(NotFound, "Conversation not found");
        await Bob.Read(4711, message).ShouldBeProblem(NotFound, "Conversation not found");
        (await Alice.Messages(Chat)).Single().ReadCount.ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_reads_without_signing_in() =>
        await App.Post($"{ChatVerbs.ConversationsPath}{Chat}/read/", new { up_to = 1 }).ShouldBeUnauthorized();

    /// <summary>Newest first: B where Bob has read it.</summary>
    private async Task<string> ReadBy() =>
        string.Join(' ', (await Alice.Messages(Chat)).Select(message => message.ReadBy.Contains(Bob.Id) ? "B" : "-"));
}

using Connectify.Features.Messages;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class MissedMessagesTests(App app) : InConversation(app)
{
    [Fact]
    public async Task Where_nothing_has_happened_nothing_was_missed()
    {
        await Alice.Say(Chat, ["one", "two"]);

        var reading = await Since(new Cursor(2, 2));

        reading!.Missed.ShouldBeEmpty();
        reading.UpTo.ShouldBe(new Cursor(2, 2));
        reading.IsWhole.ShouldBeTrue();
    }

    [Fact]
    public async Task New_messages_come_in_order_and_then_older_ones_in_the_order_of_their_changes()
    {
        var ids = await Alice.Say(Chat, ["one", "two", "three"]);
        var since = new Cursor(3, 3);
        await Alice.Edit(ids[2], "drei").ShouldBe(OK);
        await Alice.Say(Chat, "four");
        await Alice.Delete(ids[0]).ShouldBe(NoContent);
        await Alice.Edit(await Alice.Say(Chat, "five"), "fünf").ShouldBe(OK);

        var reading = await Since(since);

        Contents(reading!.Missed.Where(missed => IsNew(missed, since))).ShouldBe(["4 four", "5 fünf"]);
        Contents(reading.Missed.SkipWhile(missed => IsNew(missed, since))).ShouldBe(["3 drei", "1 "]);
        reading.UpTo.ShouldBe(new Cursor(5, 8));
    }

    [Fact]
    public async Task Each_is_shown_with_its_readers_however_far_apart_they_are()
    {
        var ids = await Alice.Say(Chat, ["one", "two", "three", "four", "five"]);
        await Bob.Read(Chat, upTo: ids[3]).ShouldBe(OK);
        await Alice.Edit(ids[0], "eins").ShouldBe(OK);
        await Alice.Edit(ids[2], "drei").ShouldBe(OK);
        await Alice.Edit(ids[4], "fünf").ShouldBe(OK);

        var reading = await Since(new Cursor(5, 5));

        reading!.Missed.Select(missed => MessageOf(missed))
            .Select(message => (message.Content, message.ReadCount, Readers: string.Join(' ', message.ReadBy)))
            .ShouldBe([("eins", 1, $"{Bob.Id}"), ("drei", 1, $"{Bob.Id}"), ("fünf", 0, "")]);
    }

    [Fact]
    public async Task Of_too_many_the_first_are_read_and_it_is_said_from_where_to_go_on()
    {
        await App.Fill(Chat, 12, Alice, Bob);

        var first = await Since(new Cursor(1, 1));

        first!.IsWhole.ShouldBeFalse();
        first.Missed.Select(missed => missed.Position!.Value).ShouldBe(Enumerable.Range(2, Most).Select(position => (long)position));
        first.UpTo.ShouldBe(new Cursor(11, 1));
        (await Since(first.UpTo))!.Missed.ShouldHaveSingleItem().Position.ShouldBe(12);
    }

    [Fact]
    public async Task Of_too_many_changes_the_first_are_read_and_it_is_said_from_where_to_go_on()
    {
        var ids = await Alice.Say(Chat, ["one", "two"]);

        foreach (var id in ids)
        {
            await Alice.Edit(id, "edited").ShouldBe(OK);
        }

        var first = await App.Services.GetRequiredService<MissedMessages>().Since(Chat, new Cursor(2, 2), [], most: 1);

        first!.IsWhole.ShouldBeFalse();
        first.UpTo.ShouldBe(new Cursor(2, 3));
    }

    [Fact]
    public async Task An_ended_chat_has_nothing_more_to_show()
    {
        await Alice.Say(Chat, "one");
        await Alice.DeleteConversation(Chat).ShouldBe(NoContent);

        var reading = await Since(new Cursor(0, 0));

        reading!.IsActive.ShouldBeFalse();
        reading.Missed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false, 4004)]
    [InlineData(true, 4003)]
    public async Task Who_was_deactivated_is_absent_and_signed_out_where_no_session_is_left(bool everywhere, int code)
    {
        await App.Deactivate(Bob, People.Demo);
        await App.Run("DELETE FROM sessions WHERE user_id = @Id AND @everywhere", new { Bob.Id, everywhere });

        var page = await App.Services.GetRequiredService<MissedMessages>().Since(Chat, default, [Alice.Id, Bob.Id], Most);

        var absence = page!.Absent.ShouldHaveSingleItem();
        (absence.UserId, absence.Reason.Code).ShouldBe((Bob.Id, code));
    }

    private const int Most = 10;

    private Task<MissedMessages.Page?> Since(Cursor cursor) =>
        App.Services.GetRequiredService<MissedMessages>().Since(Chat, cursor, [], Most);

    private static bool IsNew(Missed missed, Cursor since) => missed.Position > since.Position;

    private static IEnumerable<string> Contents(IEnumerable<Missed> missed) =>
        missed.Select(MessageOf).Select(message => $"{message.Position} {message.Content}");

    private static Message MessageOf(Missed missed) =>
        ((MessageSent)missed.New!).Message;
}

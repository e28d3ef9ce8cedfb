using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class MissedReceiptsTests(App app) : InConversation(app)
{
    [Fact]
    public async Task Without_a_moment_to_begin_with_only_the_clock_is_answered()
    {
        await Bob.Read(Chat, await Alice.Say(Chat, "hello")).ShouldBe(OK);
        var before = await App.Value<DateTime>("SELECT clock_timestamp()");

        var (asOf, missed) = await Since(null);

        asOf.ShouldBeInRange(before, await App.Value<DateTime>("SELECT clock_timestamp()"));
        missed.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_read_is_found_once_for_each_range_in_the_order_of_reading()
    {
        var (start, _) = await Since(null);
        var ids = await Alice.Say(Chat, ["one", "two", "three", "four", "five"]);
        var own = await Bob.Say(Chat, "six");
        await ReadThese(Bob, ids[3], ids[1]);
        await Bob.Read(Chat, upTo: ids[4]).ShouldBe(OK);
        await Alice.Read(Chat, upTo: own).ShouldBe(OK);
        await ASecondLater(Chat);

        var (_, missed) = await Since(start);

        missed.ShouldAllBe(receipt => receipt.ChatId == Chat && receipt.LastChange == 6);
        missed.Where(receipt => receipt.UserId == Bob.Id).OrderBy(receipt => receipt.FirstPosition)
            .Select(receipt => $"{receipt.FirstPosition}: {string.Join(' ', receipt.MessageIds)}")
            .ShouldBe([$"1: {ids[0]}", $"2: {ids[1]}", $"3: {ids[2]}", $"4: {ids[3]}", $"5: {ids[4]}"]);
        missed.Take(2).Select(receipt => receipt.FirstPosition).ShouldBe([2, 4], ignoreOrder: true);
        (missed[^1].UserId, missed[^1].FirstPosition).ShouldBe((Alice.Id, 1));
        missed[^1].MessageIds.ShouldBe([own]);
    }

    [Fact]
    public async Task It_names_the_newest_500_of_a_long_range_without_ones_own_and_without_tombstones()
    {
        await App.Fill(Chat, 1200, Alice, Bob);
        var last = await At(1199);
        await Alice.Delete(last).ShouldBe(NoContent);
        await Bob.Read(Chat, upTo: await At(1200)).ShouldBe(OK);
        await ASecondLater(Chat);

        var receipt = (await Since(DateTime.UtcNow)).Missed.ShouldHaveSingleItem();

        receipt.FirstPosition.ShouldBe(1);
        receipt.MessageIds.Length.ShouldBe(249);
        receipt.MessageIds.ShouldBeInOrder();
        (receipt.MessageIds[0], receipt.MessageIds[^1]).ShouldBe((await At(701), await At(1197)));
        receipt.LastChange.ShouldBe(1201);
    }

    [Fact]
    public async Task What_other_chats_read_is_left_out_and_so_is_what_was_deleted_since()
    {
        using var carol = await Outsider();
        var other = await carol.StartConversation(with: Bob);
        await Bob.Read(other, await carol.Say(other, "elsewhere")).ShouldBe(OK);
        var gone = await Alice.Say(Chat, "hello");
        await Bob.Read(Chat, gone).ShouldBe(OK);
        await Alice.Delete(gone).ShouldBe(NoContent);
        await ASecondLater(Chat, other);

        (await Since(DateTime.UtcNow)).Missed.ShouldBeEmpty();
        (await Since(DateTime.UtcNow, Chat, other)).Missed.ShouldHaveSingleItem().ChatId.ShouldBe(other);
        (await Since(DateTime.UtcNow, [])).Missed.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_stored_shortly_before_is_found_again_and_what_is_older_is_not()
    {
        await Bob.Read(Chat, await Alice.Say(Chat, "hello")).ShouldBe(OK);

        await ASecondLater(Chat);
        var readAt = await App.Value<DateTime>("SELECT read_at FROM message_reads WHERE chat_id = @Chat", new { Chat });

        (await Since(readAt.AddSeconds(-1))).Missed.ShouldHaveSingleItem().ReadAt.ShouldBe(readAt);
        (await Since(readAt.AddSeconds(9.9))).Missed.ShouldHaveSingleItem().ReadAt.ShouldBe(readAt);
        (await Since(readAt.AddSeconds(10))).Missed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_reads_says_which_ranges_that_stored()
    {
        var ids = await Alice.Say(Chat, ["one", "two", "three", "four", "five"]);
        const string Kind = ChatKind.Conversation;

        var these = await Stored(Plan.StatementOf(typeof(Receipts)), new { ChatId = Chat, Kind, Me = Bob.Id, Ids = new[] { ids[3], ids[1] } });
        these!.Starts.ShouldBe([2, 4]);
        var all = await Stored(Plan.StatementOf(typeof(MarkRead)), new { ChatId = Chat, Kind, Me = Bob.Id, UpTo = ids[4] });
        all!.Starts.ShouldBe([1, 3, 5]);
        var again = await Stored(Plan.StatementOf(typeof(MarkRead)), new { ChatId = Chat, Kind, Me = Bob.Id, UpTo = ids[4] });
        again!.Starts.ShouldBeEmpty();

        (await App.Value<long[]>(
            "SELECT array_agg(first_position ORDER BY first_position) FROM message_reads WHERE chat_id = @Chat", new { Chat }))
            .ShouldBe([1, 2, 3, 4, 5]);

        Task<Ranges?> Stored(string sql, object parameters) =>
            App.Db.QueryOneLocked<Ranges>(sql, parameters, TestContext.Current.CancellationToken);
    }

    private Task<(DateTime AsOf, IReadOnlyList<MissedReceipt> Missed)> Since(DateTime? since) => Since(since, Chat);

    private Task<(DateTime AsOf, IReadOnlyList<MissedReceipt> Missed)> Since(DateTime? since, params long[] chats) =>
        App.Services.GetRequiredService<MissedReceipts>().Since(since, chats, TestContext.Current.CancellationToken);

    private async Task ReadThese(Person person, params long[] ids)
    {
        using var socket = await App.Listen(person, Chat);
        await socket.Send(new { type = "read_messages", message_ids = ids });
        await socket.Next("read_messages");
    }

    private Task<long> At(long position) =>
        App.Value<long>("SELECT id FROM messages WHERE chat_id = @Chat AND position = @position", new { Chat, position });

    // Until then a receipt is left to those who are telling of it.
    private Task<int> ASecondLater(params long[] chats) => App.Run(
        "UPDATE message_reads SET read_at = read_at - interval '1 second' WHERE chat_id = ANY (@chats)", new { chats });

    private sealed class Ranges
    {
        public long[] Starts { get; init; } = [];
    }
}

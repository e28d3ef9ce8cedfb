using Connectify.Features.Messages;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class ListReadsTests(App app) : InConversation(app)
{
    [Fact]
    public async Task A_message_that_nobody_has_read_has_none()
    {
        var message = await Alice.Say(Chat, "hello");

        var page = await Alice.ListReads(message).ShouldBe(OK);

        page.Members().ShouldBe(["count", "next", "previous", "results"]);
        page.Number("count").ShouldBe(0);
        page.GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_reader_is_shown_with_the_time()
    {
        var message = await Alice.Say(Chat, "hello");
        await Bob.Read(Chat, upTo: message).ShouldBe(OK);

        var page = await Alice.ListReads(message).ShouldBe(OK);

        page.Number("count").ShouldBe(1);
        var read = page.GetProperty("results")[0];
        read.Members().ShouldBe(["id", "username", "first_name", "last_name", "profile_image", "read_at"]);
        read.Number("id").ShouldBe(Bob.Id);
        read.Text("username").ShouldBe(Bob.Username);
        read.Text("read_at")!.ShouldEndWith("Z");
        read.GetProperty("read_at").GetDateTime().ShouldBe(DateTime.UtcNow, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_time_is_that_of_the_first_reading()
    {
        var ids = await Alice.Say(Chat, ["one", "two"]);
        await App.ReadOnly(Bob, Chat, ids[0]);
        var first = await ReadAt(ids[0]);

        await Bob.Read(Chat, upTo: ids[1]).ShouldBe(OK);

        (await ReadAt(ids[0])).ShouldBe(first);
        (await ReadAt(ids[1])).ShouldBeGreaterThan(first);

        async Task<DateTime> ReadAt(long message) => (await Reads(message)).Results.Single().ReadAt;
    }

    [Fact]
    public async Task The_sender_is_never_among_them()
    {
        await Bob.Say(Chat, "one");
        var own = await Alice.Say(Chat, "two");
        var last = await Bob.Say(Chat, "three");

        await Alice.Read(Chat, upTo: last).ShouldBe(OK);

        (await Reads(own)).Count.ShouldBe(0);
        (await Reads(last)).Results.Single().Id.ShouldBe(Alice.Id);
    }

    [Fact]
    public async Task They_come_in_pages_latest_reader_first()
    {
        var message = await Alice.Say(Chat, "hello");
        var readers = await Crowd(message, 5);

        var first = await Reads(message, "?page_size=2");
        var third = await Reads(message, "?page_size=2&page=3");

        first.Count.ShouldBe(5);
        first.Next.ShouldNotBeNull();
        first.Results.Select(read => read.Id).ShouldBe([readers[4], readers[3]]);
        third.Next.ShouldBeNull();
        third.Results.Select(read => read.Id).ShouldBe([readers[0]]);
        await Alice.ListReads(message, "?page_size=2&page=4").ShouldBeProblem(NotFound, "Page not found");
        await Alice.ListReads(message, "?page=9223372036854775807").ShouldBeProblem(NotFound, "Page not found");
        await Alice.ListReads(message, "?page=0").ShouldBeInvalid("page");
    }

    [Fact]
    public async Task A_message_names_its_first_hundred_readers_and_counts_all()
    {
        var message = await Alice.Say(Chat, "hello");
        var readers = await Crowd(message, 103);

        var shown = await (await Alice.Show(message)).Read<Message>();

        shown.ReadCount.ShouldBe(103);
        shown.ReadBy.ShouldBe(readers.Take(100));
        (await Reads(message, "?page_size=100&page=2")).Results.Select(read => read.Id).ShouldBe(readers.Take(3).Reverse());
    }

    [Fact]
    public async Task Who_is_not_in_the_conversation_is_refused()
    {
        using var carol = await Outsider();
        using var mallory = await Stranger();
        var message = await Alice.Say(Chat, "hello");

        await carol.ListReads(message).ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await mallory.ListReads(message).ShouldBeProblem(NotFound, "Message not found");
        await Alice.ListReads(999_999_999).ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task A_tombstone_is_not_found()
    {
        var message = await Alice.Say(Chat, "hello");
        await Alice.Delete(message).ShouldBe(NoContent);

        await Alice.ListReads(message).ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task The_path_is_served_without_its_last_slash()
    {
        var message = await Alice.Say(Chat, "hello");

        await Bob.Get($"{ChatVerbs.Path(message)}reads").ShouldBe(OK);
    }

    [Fact]
    public async Task Nobody_sees_them_without_signing_in() => await App.Get($"{ChatVerbs.Path(1)}reads/").ShouldBeUnauthorized();

    private async Task<Page<ListReads.Read>> Reads(long message, string query = "") =>
        await (await Alice.ListReads(message, query)).Read<Page<ListReads.Read>>();

    // A conversation has one reader at most. More of them, each a second after the one before, stand for a group's.
    private async Task<long[]> Crowd(long message, int count)
    {
        const string sql = """
            WITH crowd AS (
                INSERT INTO users (username, email, password_hash)
                SELECT name, name || '@example.com', '' FROM unnest(@Names) AS name
                RETURNING id
            ), members AS (
                INSERT INTO chat_members (chat_id, user_id, read_through, read_count) SELECT @Chat, id, 1, 1 FROM crowd
                RETURNING user_id
            ), reads AS (
                INSERT INTO message_reads (chat_id, user_id, first_position, last_position, read_at)
                SELECT chat_id, user_id, position, position, now() + user_id * interval '1 second'
                  FROM members, messages
                 WHERE messages.id = @Message
            )
            SELECT array_agg(id ORDER BY id) FROM crowd
            """;
        var names = Enumerable.Range(0, count).Select(_ => People.Unique("reader")).ToArray();

        return (await App.Value<long[]>(sql, new { Names = names, Chat, Message = message }))!;
    }
}

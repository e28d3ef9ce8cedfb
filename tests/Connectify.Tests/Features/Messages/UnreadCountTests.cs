using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

/// <summary>Whatever people do, what is unread is exact.</summary>
public sealed class UnreadCountTests(UnreadCountTests.Generous app) : InConversation<UnreadCountTests.Generous>(app)
{
    public sealed class Generous : App
    {
        protected override IEnumerable<(string, string)> Settings =>
            [("Limits:MessageBurst", "1000"), ("Limits:FrameBurst", "1000")];
    }

    private readonly List<Said> _said = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task After_every_step_it_is_what_one_would_count(int seed)
    {
        var random = new Random(seed);
        using var ofAlice = await App.Listen(Alice, Chat);
        using var ofBob = await App.Listen(Bob, Chat);

        for (var step = 0; step < 40; step++)
        {
            var (me, socket) = random.Next(2) == 0 ? (Alice, ofAlice) : (Bob, ofBob);
            var target = _said.Count == 0 ? null : _said[random.Next(_said.Count)];

            var action = (random.Next(8), target) switch
            {
                ( < 3, _) or (_, null) => SayOne(me, step),
                (3, { IsDeleted: false }) => DeleteOne(target),
                (4, _) => ReadUpTo(me, target),
                _ => ReadThis(me, socket, target),
            };
            await action;

            (await Alice.Unread(Chat)).ShouldBe(Unread(Alice), $"for Alice after step {step} of {seed}");
            (await Bob.Unread(Chat)).ShouldBe(Unread(Bob), $"for Bob after step {step} of {seed}");
        }

        var shown = await Alice.Messages(Chat, "?page_size=100");
        shown.Reverse().Where(message => !message.IsDeleted).Select(message => (message.Id, message.ReadCount, message.ReadBy.Count))
            .ShouldBe(_said.Where(said => !said.IsDeleted).Select(said => (said.Id, said.IsRead ? 1L : 0, said.IsRead ? 1 : 0)));
    }

    [Fact]
    public async Task After_everything_at_once_it_is_what_one_would_count()
    {
        using var ofAlice = await App.Listen(Alice, Chat);
        using var ofBob = await App.Listen(Bob, Chat);
        var ids = await Alice.Say(Chat, Enumerable.Range(0, 10).Select(n => $"{n}"));
        ids = [.. ids, .. await Bob.Say(Chat, Enumerable.Range(10, 10).Select(n => $"{n}"))];

        var actions = Enumerable.Range(0, 60).Select(n => (n % 6) switch
        {
            0 => Alice.Send(Chat, $"{n}"),
            1 => Bob.Send(Chat, $"{n}"),
            2 => Alice.Delete(ids[n / 6]),
            3 => Bob.Delete(ids[19 - n / 6]),
            4 => Alice.Read(Chat, upTo: ids[10 + n / 6]),
            _ => Bob.Read(Chat, upTo: ids[n / 6]),
        }).ToList();

        foreach (var id in ids.Reverse())
        {
            await ofAlice.Send(new { type = "read", message_id = id });
            await ofBob.Send(new { type = "read", message_id = id });
        }

        (await Task.WhenAll(actions)).ShouldAllBe(answer => answer.IsSuccessStatusCode);
        await Answered(ofAlice);
        await Answered(ofBob);

        foreach (var person in new[] { Alice, Bob })
        {
            (await person.Unread(Chat)).ShouldBe(await Count(person));
        }
    }

    [Fact]
    public async Task What_one_reads_on_several_devices_at_once_is_counted_once()
    {
        var ids = await Alice.Say(Chat, Enumerable.Range(0, 20).Select(n => $"{n}"));
        var devices = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => App.Listen(Bob, Chat)));

        await Task.WhenAll(devices.Select(async device =>
        {
            foreach (var id in ids[..15])
            {
                await device.Send(new { type = "read", message_id = id });
            }
        }));

        foreach (var device in devices)
        {
            foreach (var _ in ids[..15])
            {
                await device.Next("read");
            }

            await device.ShouldBeSilent();
            device.Dispose();
        }

        (await Bob.Unread(Chat)).ShouldBe(5);
        (await Count(Bob)).ShouldBe(5);
    }

    [Fact]
    public async Task Who_reads_everything_one_by_one_leaves_nothing_to_gather_up()
    {
        var ids = await Alice.Say(Chat, ["one", "two", "three"]);
        await Bob.Say(Chat, "four");

        await App.ReadOnly(Bob, Chat, ids[2], ids[0]);
        (await ReadThrough()).ShouldBe(0);

        await App.ReadOnly(Bob, Chat, ids[1]);
        (await ReadThrough()).ShouldBe(4);

        Task<long> ReadThrough() => App.Value<long>(
            "SELECT read_through FROM chat_members WHERE chat_id = @Chat AND user_id = @Id", new { Chat, Bob.Id });
    }

    private async Task SayOne(Person me, int step) =>
        _said.Add(new Said(await me.Say(Chat, $"step {step}"), me));

    private static async Task DeleteOne(Said said)
    {
        await said.Sender.Delete(said.Id).ShouldBe(NoContent);
        said.IsDeleted = true;
    }

    private async Task ReadUpTo(Person me, Said last)
    {
        var answer = await me.Read(Chat, upTo: last.Id).ShouldBe(OK);

        foreach (var said in _said.Take(_said.IndexOf(last) + 1))
        {
            said.ReadBy(me);
        }

        answer.Number("unread_count").ShouldBe(Unread(me));
    }

    private static async Task ReadThis(Person me, ChatSocket socket, Said said)
    {
        await socket.Send(new { type = "read", message_id = said.Id });
        await Answered(socket);
        said.ReadBy(me);
    }

    // Frames of one socket are taken one after the other.
    private static async Task Answered(ChatSocket socket)
    {
        await socket.Send(new { type = "ping" });
        await socket.Find("pong");
    }

    private long Unread(Person me) => _said.Count(said => said.Sender != me && !said.IsDeleted && !said.IsRead);

    private Task<long> Count(Person me) => App.Value<long>(
        """
        SELECT count(*)
          FROM messages e
         WHERE e.chat_id = @Chat AND e.sender_id <> @Id AND e.deleted_at IS NULL
           AND NOT EXISTS (
               SELECT FROM message_reads r
                WHERE r.chat_id = e.chat_id AND r.user_id = @Id
                  AND e.position BETWEEN r.first_position AND r.last_position)
        """,
        new { Chat, me.Id });

    /// <summary>What a message should be.</summary>
    private sealed class Said(long id, Person sender)
    {
        internal long Id { get; } = id;

        internal Person Sender { get; } = sender;

        internal bool IsDeleted { get; set; }

        internal bool IsRead { get; private set; }

        internal void ReadBy(Person reader) => IsRead |= reader != Sender && !IsDeleted;
    }
}

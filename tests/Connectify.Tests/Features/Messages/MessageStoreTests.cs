using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Auth;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Features.Messages;

/// <summary>Messages that are stored together.</summary>
public sealed class MessageStoreTests(App app) : InGroup(app)
{
    [Fact]
    public async Task They_get_the_next_positions_of_their_chat_in_the_order_in_which_they_came()
    {
        await Alice.SayInGroup(Chat, "before");

        var stored = await Store(From(Carol, "c"), From(Alice, "a"), From(Bob, "b"));

        stored.Select(message => (message!.Position, message.Change)).ShouldBe([(2, 2), (3, 3), (4, 4)]);
        stored.Select(message => message!.Id!.Value).ShouldBeInOrder();
        (await Bob.GroupMessages(Chat)).Select(message => message.Content).ShouldBe(["b", "a", "c", "before"]);
        (await LastChange()).ShouldBe(4);
    }

    [Fact]
    public async Task Each_chat_counts_its_own()
    {
        var other = await Bob.CreateGroup(Alice);
        await Bob.SayInGroup(other, "before");

        var stored = await Store(From(Alice, "a"), From(Alice, "b", chat: other), From(Bob, "c"), From(Bob, "d", chat: other));

        stored.Select(message => message!.Position).ShouldBe([1, 2, 2, 3]);
        (await Alice.GroupMessages(other)).Select(message => message.Content).ShouldBe(["d", "b", "before"]);
    }

    [Fact]
    public async Task The_counts_of_what_is_unread_are_right_afterwards()
    {
        await Store(From(Alice, "a"), From(Bob, "b"));
        await Store(From(Alice, "c"));

        (await Alice.UnreadInGroup(Chat)).ShouldBe(1);
        (await Bob.UnreadInGroup(Chat)).ShouldBe(2);
        (await Carol.UnreadInGroup(Chat)).ShouldBe(3);
    }

    [Fact]
    public async Task One_that_is_refused_takes_no_position_and_harms_no_other()
    {
        using var dave = await Outsider();
        var pair = await Alice.StartConversation(with: Bob);
        await Bob.Block(Alice);
        var first = await Carol.SayInGroup(Chat, "first");

        var stored = await Store(
            From(dave, "not in it"), From(Alice, "a"), From(Bob, "answers nothing", replyTo: first + 1000),
            From(Alice, "blocked", chat: pair, kind: ChatKind.Conversation), From(Carol, "c", replyTo: first));

        stored[0].ShouldBeNull();
        stored.Select(message => message?.Id is not null).ShouldBe([false, true, false, false, true]);
        (stored[1]!.Position, stored[4]!.Position).ShouldBe((2, 3));
        stored[4]!.RepliedContent.ShouldBe("first");
        (await Bob.GroupMessages(Chat)).Select(message => message.Content).ShouldBe(["c", "a", "first"]);
    }

    [Fact]
    public async Task A_repeat_among_them_finds_the_first_and_takes_no_position()
    {
        var first = await Alice.SayInGroup(Chat, "a", key: "k");

        var stored = await Store(From(Alice, "a", key: "k"), From(Bob, "b", key: "k"));

        (stored[0]!.Id, stored[0]!.RepeatedId, stored[0]!.IsSame).ShouldBe((null, first, true));
        stored[1]!.Position.ShouldBe(2);
    }

    [Fact]
    public async Task The_second_copy_over_the_other_transport_finds_the_first()
    {
        var first = await Alice.SayInGroup(Chat, "a");

        var stored = await Store(From(Bob, "a"), From(Alice, "a"));

        (stored[1]!.Id, stored[1]!.RepeatedId).ShouldBe((null, first));
        stored[0]!.Position.ShouldBe(2);
    }

    [Fact]
    public async Task One_whose_sender_has_sent_too_many_is_only_looked_up()
    {
        var first = await Alice.SayInGroup(Chat, "a", key: "k");

        var stored = await Store(
            From(Alice, "a", key: "k") with { MayStore = false }, From(Bob, "b") with { MayStore = false }, From(Carol, "c"));

        (stored[0]!.RepeatedId, stored[1]!.Id, stored[2]!.Position).ShouldBe((first, null, 2));
    }

    [Fact]
    public async Task A_great_many_chats_are_written_at_once()
    {
        var chats = new List<long>();

        // A few at a time: a request waits for a connection only so long.
        foreach (var some in Enumerable.Range(0, 128).Chunk(8))
        {
            chats.AddRange(await Task.WhenAll(some.Select(_ => Alice.CreateGroup(Bob))));
        }

        var stored = await Store([.. chats.Select(chat => From(Alice, $"{chat}", chat: chat))]);

        stored.ShouldAllBe(message => message!.Position == 1);
        (await Bob.GroupMessages(chats[^1])).Single().Content.ShouldBe($"{chats[^1]}");
    }

    [Fact]
    public async Task No_table_is_read_whole_even_where_it_was_planned_while_all_were_empty()
    {
        var plan = await Plan.Of(
            App,
            Plan.StatementOf(typeof(MessageStore)),
            new
            {
                LockTimeout = "100ms",
                TwiceSentWindow = 10d,
                ChatIds = new[] { Chat },
                Kinds = new[] { ChatKind.Group },
                SenderIds = new[] { Alice.Id },
                Contents = new[] { "hello" },
                ReplyTos = new long?[] { 1 },
                MessageKeys = new[] { "k" },
                Fingerprints = new byte[]?[] { null },
                AreFromSocket = new[] { false },
                MayStore = new[] { true },
            },
            isGeneric: true);

        plan.WholeTables.ShouldBeEmpty();
    }

    private Task<StoredMessage?[]> Store(params NewMessage[] messages) =>
        App.Services.GetRequiredService<MessageStore>().Store(messages, TimeSpan.FromSeconds(2));

    private NewMessage From(
        Person sender, string content, long? chat = null, string kind = ChatKind.Group, long? replyTo = null, string? key = null) =>
        new(new ChatId(chat ?? Chat, kind), new Me(sender.Id, sender.Username, 1, DateTimeOffset.MaxValue), content, replyTo, key, IsFromSocket: true);
}

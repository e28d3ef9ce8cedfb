using System.Diagnostics;
using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Microsoft.Extensions.Time.Testing;

namespace Connectify.Tests.Features.Messages;

/// <summary>Which messages are stored together, and when.</summary>
public sealed class MessageLaneTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _batches = [];
    private readonly List<Activity?> _activities = [];
    private readonly Queue<TaskCompletionSource> _underWay = [];
    private readonly MessageLane _lane;
    private int _ended;
    private long _others = 100;

    public MessageLaneTests() => _lane = new MessageLane(Store, _clock, _ => _ended++);

    [Fact]
    public void A_message_that_comes_alone_goes_alone_and_at_once()
    {
        Add("a");

        _batches.ShouldBe(["a"]);
    }

    [Fact]
    public void What_is_stored_for_several_goes_at_once_and_is_no_part_of_what_the_first_of_them_does()
    {
        using var sending = new Activity("sending").Start();

        Add("a");

        _batches.ShouldBe(["a"]);
        _activities.ShouldBe([null]);
        Activity.Current.ShouldBe(sending);
    }

    [Fact]
    public void What_comes_while_a_batch_is_under_way_goes_together_when_that_is_done()
    {
        Add("a");
        Add("b");
        Add("c");
        _batches.ShouldBe(["a"]);

        Done();

        _batches.ShouldBe(["a", "b c"]);
    }

    [Fact]
    public void After_a_rest_the_next_one_goes_at_once_again()
    {
        Add("a");
        Done();
        Add("b");

        _batches.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void What_one_sender_says_in_one_chat_goes_one_after_the_other()
    {
        Add("a");
        Add("b", sender: 7);
        Add("c", sender: 7);
        Add("d", sender: 7, chat: 2);

        Done();
        Done();

        _batches.ShouldBe(["a", "b d", "c"]);
    }

    [Fact]
    public void A_batch_has_an_end_and_the_rest_keeps_its_order()
    {
        Add("first");
        Enumerable.Range(0, 300).ToList().ForEach(n => Add($"{n}"));

        Done();
        Done();
        Done();

        _batches.Skip(1).Select(batch => batch.Split(' ').Length).ShouldBe([128, 128, 44]);
        _batches.Skip(1).SelectMany(batch => batch.Split(' ')).ShouldBe(Enumerable.Range(0, 300).Select(n => $"{n}"));
    }

    [Fact]
    public async Task Nothing_is_stored_for_somebody_who_has_gone()
    {
        using var leave = new CancellationTokenSource();
        Add("a");
        var gone = Add("b", leave: leave);
        Add("c");

        await leave.CancelAsync();
        Done();

        _batches.ShouldBe(["a", "c"]);
        await Should.ThrowAsync<OperationCanceledException>(gone.Task);
    }

    [Fact]
    public async Task A_message_whose_turn_does_not_come_in_time_is_refused_and_not_stored()
    {
        Add("a");
        var late = Add("b");
        _clock.Advance(Db.Deadline * 2);
        Add("c");

        Done();

        _batches.ShouldBe(["a", "c"]);
        await Should.ThrowAsync<DatabaseUnavailableException>(late.Task);
    }

    [Fact]
    public async Task Where_too_many_wait_the_next_is_refused_at_once()
    {
        Add("a");
        Enumerable.Range(0, 20_000).ToList().ForEach(n => Add($"{n}"));

        await Should.ThrowAsync<DatabaseUnavailableException>(Add("too many").Task);
    }

    [Fact]
    public void It_says_when_nothing_waits_any_more()
    {
        Add("a");
        Add("b");
        Done();
        _ended.ShouldBe(0);

        Done();

        _ended.ShouldBe(1);
    }

    private WaitingMessage Add(string content, long? sender = null, long chat = 1, CancellationTokenSource? leave = null)
    {
        var me = new Me(sender ?? ++_others, "", 1, DateTimeOffset.MaxValue);
        var message = new NewMessage(new ChatId(chat, ChatKind.Group), me, content, null, null, IsFromSocket: true);
        var waiting = new WaitingMessage(message, _clock.GetTimestamp(), leave?.Token ?? default);
        _lane.Add(waiting);

        return waiting;
    }

    private void Done() => _underWay.Dequeue().SetResult();

    private Task Store(MessageLane lane, IReadOnlyList<WaitingMessage> batch)
    {
        _batches.Add(string.Join(' ', batch.Select(waiting => waiting.Message.Content)));
        _activities.Add(Activity.Current);
        _underWay.Enqueue(new TaskCompletionSource());

        return _underWay.Last().Task;
    }
}

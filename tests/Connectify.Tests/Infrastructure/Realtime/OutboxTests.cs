using Connectify.Infrastructure.Realtime;

namespace Connectify.Tests.Infrastructure.Realtime;

public sealed class OutboxTests
{
    private readonly Outbox<int> _outbox = new();

    [Fact]
    public async Task What_waits_is_taken_in_its_order()
    {
        _outbox.TryAdd(1).ShouldBeTrue();
        _outbox.TryAdd(2).ShouldBeTrue();

        (await _outbox.WaitToTake()).ShouldBeTrue();
        Taken().ShouldBe([1, 2]);
        _outbox.WaitToTake().AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_waits_is_told_of_what_comes_each_time()
    {
        for (var item = 0; item < 3; item++)
        {
            var waiting = _outbox.WaitToTake().AsTask();
            waiting.IsCompleted.ShouldBeFalse();

            _outbox.TryAdd(item);

            (await waiting).ShouldBeTrue();
            Taken().ShouldBe([item]);
        }
    }

    [Fact]
    public async Task What_waited_when_it_was_completed_can_be_taken_and_nothing_is_added()
    {
        _outbox.TryAdd(1);
        _outbox.Complete();

        _outbox.TryAdd(2).ShouldBeFalse();
        (await _outbox.WaitToTake()).ShouldBeTrue();
        Taken().ShouldBe([1]);
        (await _outbox.WaitToTake()).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_waits_is_told_that_nothing_comes()
    {
        var waiting = _outbox.WaitToTake().AsTask();

        _outbox.Complete();
        _outbox.Complete();

        (await waiting).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_lost_or_turned_round_where_many_add()
    {
        const int each = 10_000;
        var adding = Enumerable.Range(0, 4).Select(who => Task.Run(() =>
        {
            for (var item = 0; item < each; item++)
            {
                _outbox.TryAdd(who * each + item);
            }
        })).ToList();
        _ = Task.WhenAll(adding).ContinueWith(_ => _outbox.Complete(), TaskScheduler.Default);

        var taken = new List<int>();

        while (await _outbox.WaitToTake())
        {
            taken.AddRange(Taken());
        }

        taken.Count.ShouldBe(4 * each);
        taken.GroupBy(item => item / each).ShouldAllBe(ofOne => ofOne.SequenceEqual(ofOne.Order()));
    }

    private List<int> Taken()
    {
        var items = new List<int>();

        while (_outbox.TryTake(out var item))
        {
            items.Add(item);
        }

        return items;
    }
}

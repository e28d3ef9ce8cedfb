using Connectify.Infrastructure.Realtime;

namespace Connectify.Tests.Infrastructure.Realtime;

/// <summary>When many sockets have gone.</summary>
public sealed class EbbTests
{
    [Fact]
    public void It_is_over_once_when_they_get_no_fewer()
    {
        Over(0, 3000, 5000, 4000, 500, 500, 500).ShouldBe([false, false, false, false, false, true, false]);
    }

    [Fact]
    public void Those_who_come_meanwhile_do_not_keep_it_going()
    {
        Over(5000, 100, 120).ShouldBe([false, false, true]);
    }

    [Fact]
    public void It_is_over_each_time()
    {
        Over(5000, 0, 0, 5000, 0, 0).ShouldBe([false, false, true, false, false, true]);
    }

    [Fact]
    public void A_few_do_not_count()
    {
        Over(999, 0, 0).ShouldBe([false, false, false]);
    }

    [Fact]
    public void Nor_do_fewer_than_are_left()
    {
        Over(9000, 5000, 5000, 4500, 4500).ShouldBe([false, false, false, false, true]);
    }

    private static bool[] Over(params int[] sockets)
    {
        using var ebb = new Ebb(null!, TimeProvider.System);

        return [.. sockets.Select(ebb.IsOver)];
    }
}

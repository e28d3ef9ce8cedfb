using Connectify.Infrastructure.Realtime;

namespace Connectify.Tests.Infrastructure.Realtime;

public sealed class ShownReceiptsTests
{
    private readonly ShownReceipts _shown = new();

    [Fact]
    public void A_receipt_is_new_once()
    {
        _shown.Add(1, [3], isPointer: false).ShouldBeTrue();

        _shown.Add(1, [3], isPointer: false).ShouldBeFalse();
    }

    [Fact]
    public void Each_reader_and_each_range_has_its_own()
    {
        _shown.Add(1, [3], isPointer: false);

        _shown.Add(2, [3], isPointer: false).ShouldBeTrue();
        _shown.Add(1, [4], isPointer: false).ShouldBeTrue();
    }

    [Fact]
    public void Of_several_ranges_one_that_is_new_makes_it_new_and_all_are_known_then()
    {
        _shown.Add(1, [3, 5], isPointer: false).ShouldBeTrue();

        _shown.Add(1, [3], isPointer: false).ShouldBeFalse();
        _shown.Add(1, [5, 7], isPointer: false).ShouldBeTrue();
        _shown.Add(1, [3, 5, 7], isPointer: false).ShouldBeFalse();
    }

    [Fact]
    public void One_that_is_known_by_nothing_is_always_new()
    {
        _shown.Add(1, [], isPointer: false).ShouldBeTrue();

        _shown.Add(1, [], isPointer: false).ShouldBeTrue();
    }

    [Fact]
    public void It_is_remembered_past_one_forgetting_and_not_past_two()
    {
        _shown.Add(1, [3], isPointer: false);

        _shown.Forget();
        _shown.Add(1, [3], isPointer: false).ShouldBeFalse();
        _shown.Forget();
        _shown.Forget();

        _shown.Add(1, [3], isPointer: false).ShouldBeTrue();
    }

    [Fact]
    public void One_that_comes_again_is_remembered_from_then_on()
    {
        _shown.Add(1, [3], isPointer: false);
        _shown.Forget();
        _shown.Add(1, [3], isPointer: false);
        _shown.Forget();

        _shown.Add(1, [3], isPointer: false).ShouldBeFalse();
    }

    [Fact]
    public void So_many_that_they_are_too_many_cost_only_the_oldest()
    {
        for (var start = 0L; start < 25_000; start++)
        {
            _shown.Add(1, [start], isPointer: false).ShouldBeTrue();
        }

        _shown.Add(1, [24_999], isPointer: false).ShouldBeFalse();
        _shown.Add(1, [0], isPointer: false).ShouldBeTrue();
    }

    [Fact]
    public void One_that_says_up_to_where_everything_is_read_is_not_shown_after_a_later_one()
    {
        _shown.Add(1, [7], isPointer: true).ShouldBeTrue();

        _shown.Add(1, [3], isPointer: true).ShouldBeFalse();
        _shown.Add(2, [3], isPointer: true).ShouldBeTrue();
        _shown.Add(1, [3], isPointer: false).ShouldBeTrue();
        _shown.Add(1, [9], isPointer: true).ShouldBeTrue();
    }
}

using Connectify.Infrastructure.Realtime;

namespace Connectify.Tests.Infrastructure.Realtime;

public sealed class TypistsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Typists _typists = new();

    [Fact]
    public void Who_is_not_renewed_in_time_has_stopped_once()
    {
        _typists.Note(new Typing(1, "alice", true), Noon);

        _typists.End(Noon.AddSeconds(11)).ShouldBeEmpty();
        _typists.End(Noon.AddSeconds(11.1)).ShouldBe([new Typing(1, "alice", false)]);
        _typists.End(Noon.AddSeconds(20)).ShouldBeEmpty();
        _typists.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Who_is_renewed_goes_on()
    {
        _typists.Note(new Typing(1, "alice", true), Noon);
        _typists.Note(new Typing(1, "alice", true), Noon.AddSeconds(10));

        _typists.End(Noon.AddSeconds(20)).ShouldBeEmpty();
        _typists.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void Who_has_said_so_does_not_stop_again()
    {
        _typists.Note(new Typing(1, "alice", true), Noon);
        _typists.Note(new Typing(1, "alice", false), Noon.AddSeconds(1));

        _typists.IsEmpty.ShouldBeTrue();
        _typists.EndAll().ShouldBeEmpty();
    }

    [Fact]
    public void All_can_be_ended_at_once()
    {
        _typists.Note(new Typing(1, "alice", true), Noon);
        _typists.Note(new Typing(2, "bob", true), Noon);

        _typists.EndAll().ShouldBe([new Typing(1, "alice", false), new Typing(2, "bob", false)], ignoreOrder: true);
        _typists.IsEmpty.ShouldBeTrue();
    }
}

using Connectify.Faults.Checking;
using Connectify.Faults.Loading;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>Thirty-two people send into one chat at once, on two nodes.</summary>
internal sealed record OneChat() : Scenario(
    "one-chat", "Thirty-two people send into one chat over two nodes: every reader on either sees the same messages in the same order.")
{
    internal override Expectation Expectation => new() { IsCalm = true, Statuses = new HashSet<int>() };

    internal override Shape Shape(bool isLong) => new()
    {
        People = 33,
        Groups = 1,
        GroupSize = 33,
        Conversations = 0,
        RestSenders = 16,
        SocketSenders = 16,
        ReadersPerChat = isLong ? 60 : 12,
        Pace = TimeSpan.FromMilliseconds(250),
    };

    internal override async Task Play(Run run)
    {
        var begun = Clock.Now;
        await Run.Pass(run.Times(10, 100));
        run.HoldLateness(begun, Clock.Now, TimeSpan.FromSeconds(6));
    }
}

using Connectify.Faults.Checking;
using Connectify.Faults.Loading;

namespace Connectify.Faults.Scenarios;

/// <summary>Every client's line breaks every second or two: reset, half closed, or silent.</summary>
internal sealed record CutSockets() : Scenario(
    "cut-sockets", "Clients are cut off at random every second or two: each comes back with its cursor and sees everything once and in order.")
{
    internal override Expectation Expectation => new() { HasUnknown = true, HasReconnects = true };

    internal override Shape Shape(bool isLong) => base.Shape(isLong) with { IsOverLine = true };

    internal override async Task Play(Run run)
    {
        await Run.Pass(1);
        var cuts = 0;

        for (var end = DateTime.UtcNow.AddSeconds(run.Times(12, 120)); DateTime.UtcNow < end; await Run.Pass(0.06))
        {
            var connections = run.Stage.Line.Connections;

            if (connections.Count > 0)
            {
                Cut(connections[Random.Shared.Next(connections.Count)], cuts++);
            }
        }

        run.Note($"{cuts} cuts");
    }

    private static void Cut(Staging.ProxiedConnection connection, int number)
    {
        switch (number % 3)
        {
            case 0:
                connection.Reset();
                break;
            case 1:
                connection.HalfClose();
                break;
            default:
                connection.Stall();
                break;
        }
    }
}

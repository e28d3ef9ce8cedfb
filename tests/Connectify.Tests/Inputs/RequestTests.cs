using System.Collections.Concurrent;
using Connectify.Tests.Support;
using CsCheck;

namespace Connectify.Tests.Inputs;

/// <summary>
/// Whatever is asked, the service answers soon, with no fault of its own, tells nobody what is not theirs, and is well
/// afterwards. <c>CONNECTIFY_INPUTS</c> says how many requests; a failure is printed with its seed.
/// </summary>
public sealed class RequestTests(InputsApp app, ITestOutputHelper output) : IClassFixture<InputsApp>
{
    private const int OfOneWorld = 500;
    private const int AtOnce = 4;

    [Fact]
    public async Task No_request_makes_it_fail_hang_or_tell_too_much()
    {
        var statuses = new ConcurrentDictionary<string, int>();

        for (var left = Amount.Wanted; left > 0; left -= OfOneWorld)
        {
            using var world = await World.Create(app);
            app.Log.Hide(world.Mark);
            await Ask(world, Math.Min(left, OfOneWorld), statuses);

            app.Log.TakeWrong().ShouldBeEmpty();
            app.IncomingFiles().ShouldBe(0);
            await app.ShouldBeWell();
        }

        output.WriteLine(string.Join('\n', statuses.OrderBy(status => status.Key).Select(status => $"{status.Value,7} {status.Key}")));
    }

    private async Task Ask(World world, int count, ConcurrentDictionary<string, int> statuses)
    {
        var wires = new ConcurrentBag<Wire>();

        await new Requests(app, world).Any.SampleAsync(
            async attempt =>
            {
                var wire = wires.TryTake(out var idle) ? idle : new Wire(app.BaseAddress);
                var answer = await wire.Send(attempt.Bytes(world.Tokens[attempt.Caller]), attempt.Method == "HEAD");
                wires.Add(wire);

                answer.ShouldNotBeNull("The service closed the connection and said nothing.");
                answer.ShouldBeSafe(world.Mark, attempt.Method == "HEAD");
                statuses.AddOrUpdate($"{answer.Status}", 1, (_, sum) => sum + 1);
            },
            iter: count,
            threads: AtOnce,
            print: attempt => attempt.ToString());

        foreach (var wire in wires)
        {
            wire.Dispose();
        }
    }
}

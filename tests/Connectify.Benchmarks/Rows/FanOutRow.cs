using Connectify.Benchmarks.Loading;
using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Rows;

/// <summary>How many frames a second reach a group, stored first, of what bare Kestrel broadcasts without storing.</summary>
internal sealed class FanOutRow(string name, string about, double target, int online, int senders)
    : RatioRow(name, about, target, isAtMost: false)
{
    protected override async Task<Ratio> Take(Bench bench, Action<string> say)
    {
        var (floor, service) = (await bench.Running(bench.Recipes.Floor), await bench.Running(bench.Recipes.Service));
        var room = Enumerable.Repeat(new Door($"/room/{online}"), online).ToList();
        say("bare Kestrel");
        var bare = await bench.Load.Measure(floor, Job(room, bench.Arguments.Seconds));
        say("the service");
        var told = await bench.Load.Measure(service, Job(World.Members(online), bench.Arguments.Seconds));
        var (rate, bareRate) = (told.Deliveries / told.Seconds, bare.Deliveries / bare.Seconds);

        return new Ratio(rate / bareRate, $"{Text(rate)} /s of {Text(bareRate)} /s", told.Flaw ?? bare.Flaw)
        {
            OtherCores = Math.Max(told.OtherCores, bare.OtherCores),
        };
    }

    private Job Job(IReadOnlyList<Door> doors, double seconds) =>
        new(FanOutLoad.Name, doors) { Senders = senders, Window = senders, Seconds = seconds };
}

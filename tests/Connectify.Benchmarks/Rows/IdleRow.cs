using System.Globalization;
using Connectify.Benchmarks.Loading;
using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Rows;

/// <summary>How much memory a socket takes on which nothing happens, of what it takes bare Kestrel; each a fresh process.</summary>
internal sealed class IdleRow(string name, string about, double target, int sockets)
    : RatioRow(name, about, target, isAtMost: true)
{
    private const double SettlingSeconds = 5;

    protected override async Task<Ratio> Take(Bench bench, Action<string> say)
    {
        say("bare Kestrel");
        var rooms = Enumerable.Range(0, sockets)
            .Select(socket => new Door(string.Create(CultureInfo.InvariantCulture, $"/room/{socket / 2}"))).ToList();
        var bare = await Open(bench, bench.Recipes.Floor, rooms);
        say("the service");
        var idle = await Open(bench, bench.Recipes.Service, World.Pairs(sockets / 2));
        var (size, bareSize) = (Kibibytes(idle), Kibibytes(bare));

        return new Ratio(size / bareSize, $"{Text(size)} KiB of {Text(bareSize)} KiB", idle.Flaw ?? bare.Flaw);
    }

    private static async Task<Outcome> Open(Bench bench, Recipe recipe, IReadOnlyList<Door> doors)
    {
        await using var server = await Server.Start(recipe);

        return await bench.Load.Run(server, new Job(IdleLoad.Name, doors) { SettlingSeconds = SettlingSeconds });
    }

    private double Kibibytes(Outcome outcome) =>
        (outcome.ResidentAfter - outcome.ResidentBefore) / 1024.0 / (sockets - IdleLoad.Few);
}

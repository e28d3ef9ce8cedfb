using Connectify.Benchmarks.Reads;
using Connectify.Benchmarks.Reporting;
using Connectify.Benchmarks.Staging;
using Connectify.Faults.Staging;
using Connectify.Infrastructure.Database;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectify.Benchmarks.Rows;

/// <summary>How long each read takes with very many messages stored, of what it takes with few.</summary>
/// <param name="sizes">How many messages; the largest is compared with the smallest, all are in the picture.</param>
internal sealed class ReadsRow(string name, string about, IReadOnlyList<int> sizes) : Row(name, about)
{
    internal override async Task<Findings> Measure(Bench bench)
    {
        var stage = new ReadStage(
            (database, cancel) => Create(bench.Postgres, database, cancel),
            async (database, _) => await Serve(bench, database),
            World.TokenOf);
        using var reads = await ReadEndpoints.Open(stage, sizes, Say, CancellationToken.None);
        Say("warming up");
        await reads.Warm(CancellationToken.None);

        for (var round = 1; round <= bench.Arguments.Rounds; round++)
        {
            await reads.Round(what => Say($"round {round} of {bench.Arguments.Rounds}: {what}"), CancellationToken.None);
        }

        foreach (var figure in reads.Figures)
        {
            bench.Progress.Keep($"{Name}: {figure.Name}: {Wording.Reached(figure)}");
        }

        return new Findings(reads.Figures) { Plots = [reads.Plot] };

        void Say(string what) => bench.Progress.Say($"{Name}, {what}");
    }

    private static async Task<string> Create(Postgres postgres, string database, CancellationToken cancel)
    {
        await postgres.Execute("postgres", $"CREATE DATABASE {database}");
        await Migrator.Migrate(postgres.AddressOf(database), NullLogger.Instance, cancel);

        return Postgres.AddressOf(database, postgres.Port);
    }

    private static async Task<Uri> Serve(Bench bench, string database)
    {
        var server = await bench.Running(bench.Recipes.ServiceOn(database));

        return new Uri($"http://127.0.0.1:{server.Port}");
    }
}

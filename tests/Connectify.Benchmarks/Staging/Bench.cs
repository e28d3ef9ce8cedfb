using Connectify.Benchmarks.Yardsticks;
using Connectify.Faults.Staging;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Database;

namespace Connectify.Benchmarks.Staging;

/// <summary>
/// What all rows share: the published service, a PostgreSQL on a real disk, who is there, and the servers that are put
/// under load round after round.
/// </summary>
internal sealed class Bench : IAsyncDisposable
{
    // As a small server of its own would be set.
    private static readonly string[] PostgresSettings =
        ["autovacuum=on", "shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=15min"];

    private readonly Lock _lock = new();
    private readonly Dictionary<Recipe, Server> _servers = [];
    private Task<Postgres>? _postgres;
    private Task? _end;

    private Bench(Arguments arguments, Progress progress)
    {
        (Arguments, Progress) = (arguments, progress);

        // Not where it lies in memory only: a commit has to cost what it costs.
        Folder = Directory.CreateDirectory(
            Path.Combine(Path.GetTempPath(), $"connectify-benchmarks-{Environment.ProcessId}")).FullName;
    }

    internal Arguments Arguments { get; }

    internal Progress Progress { get; }

    /// <summary>Where everything of this run lies, and what is left is deleted at the end.</summary>
    internal string Folder { get; }

    internal Postgres Postgres { get; private set; } = null!;

    internal Pgbench Pgbench { get; private set; } = null!;

    internal Recipes Recipes { get; private set; } = null!;

    internal Load Load { get; private set; } = null!;

    /// <summary>An empty bench; nothing has been started.</summary>
    internal static Bench Empty(Arguments arguments, Progress progress) => new(arguments, progress);

    /// <summary>Publishes the service, starts the database and fills it.</summary>
    internal async Task SetUp()
    {
        Progress.Say("publishing the service, and making the databases");
        var service = Publication.Publish(Path.Combine(Folder, "service"));
        Postgres = await (_postgres = Postgres.Start(Folder, PostgresSettings));
        Pgbench = await Pgbench.SetUp(Postgres, Folder);
        await World.Create(Postgres);
        Recipes = new Recipes(Path.Combine(await service, "Connectify"), Folder, Postgres.Port);
        Load = new Load(Folder, Postgres.ProcessId);
    }

    /// <summary>A server that stays for the whole run; started where it is asked for the first time.</summary>
    internal async Task<Server> Running(Recipe recipe)
    {
        if (!_servers.TryGetValue(recipe, out var server))
        {
            _servers[recipe] = server = await Server.Start(recipe);
        }

        return server;
    }

    /// <summary>Ends everything, once; who asks again waits for the same.</summary>
    public async ValueTask DisposeAsync()
    {
        Task end;

        lock (_lock)
        {
            end = _end ??= End();
        }

        await end;
    }

    private async Task End()
    {
        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync();
        }

        try
        {
            if (_postgres is not null)
            {
                // It may be about to start.
                await (await _postgres).DisposeAsync();
            }
        }
        catch (CannotStartException)
        {
            // Then there is nothing to stop.
        }

        PostgresCluster.Delete(Folder);
    }
}

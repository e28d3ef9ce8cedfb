using Connectify.Infrastructure.Database;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectify.Faults.Staging;

/// <summary>What all scenarios of a run share: the published service and one PostgreSQL.</summary>
internal sealed class House : IAsyncDisposable
{
    /// <summary>The migrated database that others are copies of.</summary>
    internal const string Template = "faults_template";

    private readonly bool _isKept;

    private House(string folder, string program, Postgres postgres, bool isKept) =>
        (Folder, Program, Postgres, _isKept) = (folder, program, postgres, isKept);

    internal string Folder { get; }

    /// <summary>The published service.</summary>
    internal string Program { get; }

    internal Postgres Postgres { get; }

    /// <summary>Publishes the service and starts the database.</summary>
    internal static async Task<House> Build(bool isKept)
    {
        var parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var folder = Directory.CreateDirectory(Path.Combine(parent, $"connectify-faults-{Environment.ProcessId}")).FullName;
        var service = Publication.Publish(Path.Combine(folder, "service"));
        var postgres = await Postgres.Start(folder);
        await postgres.Execute("postgres", $"CREATE DATABASE {Template}");
        await Migrator.Migrate(postgres.AddressOf(Template), NullLogger.Instance, CancellationToken.None);

        return new House(folder, Path.Combine(await service, "Connectify"), postgres, isKept);
    }

    public async ValueTask DisposeAsync()
    {
        await Postgres.DisposeAsync();

        if (!_isKept)
        {
            PostgresCluster.Delete(Folder);
        }
    }
}

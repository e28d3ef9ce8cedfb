using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Testcontainers.PostgreSql;

[assembly: AssemblyFixture(typeof(DatabaseServer.Shutdown))]

namespace Connectify.Tests.Support;

/// <summary>
/// The one PostgreSQL of a test run, started when the first test asks for it: <c>CONNECTIFY_TEST_POSTGRES</c> where
/// that is set, else a container where an engine answers, else the machine's own binaries.
/// </summary>
internal sealed class DatabaseServer : IAsyncDisposable
{
    // Nothing here has to outlive the run.
    private static readonly string[] Settings =
        ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=500", "shared_buffers=64MB"];

    private static readonly Lazy<Task<DatabaseServer>> Started = new(Start);

    private readonly string _address;
    private readonly Func<ValueTask> _stop;
    private readonly SemaphoreSlim _oneAtATime = new(1);

    private DatabaseServer(string address, Func<ValueTask> stop) => (_address, _stop) = (address, stop);

    /// <summary>The server; it is started by whoever asks first.</summary>
    internal static Task<DatabaseServer> Running => Started.Value;

    /// <summary>The migrated database that others are copies of.</summary>
    internal string Template { get; } = $"connectify_template_{Guid.NewGuid():n}";

    /// <summary>How to connect to one of its databases, with a small pool.</summary>
    internal string AddressOf(string database) =>
        new NpgsqlConnectionStringBuilder(_address)
        {
            Database = database,
            MinPoolSize = 0,
            MaxPoolSize = 10,
            ConnectionIdleLifetime = 5,
            ConnectionPruningInterval = 1,
        }.ConnectionString;

    /// <summary>Runs a statement about databases. PostgreSQL copies one template once at a time.</summary>
    internal async Task Execute(string sql)
    {
        await _oneAtATime.WaitAsync();

        try
        {
            await using var db = NpgsqlDataSource.Create($"{_address};Pooling=false;Command Timeout=60");
            await using var command = db.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Execute($"DROP DATABASE IF EXISTS {Template} WITH (FORCE)");
        await _stop();
        _oneAtATime.Dispose();
    }

    private static async Task<DatabaseServer> Start()
    {
        var server = Environment.GetEnvironmentVariable("CONNECTIFY_TEST_POSTGRES") is { Length: > 0 } given
            ? new DatabaseServer(given, () => ValueTask.CompletedTask)
            : await InContainer() ?? await OnThisMachine();

        await server.Execute($"CREATE DATABASE {server.Template}");
        await Migrator.Migrate(server.AddressOf(server.Template), NullLogger.Instance, CancellationToken.None);

        return server;
    }

    private static async Task<DatabaseServer?> InContainer()
    {
        if (!DockerEngine.Answers())
        {
            return null;
        }

        var container = new PostgreSqlBuilder("postgres:17-alpine")
            .WithCommand([.. Settings.SelectMany(setting => new[] { "-c", setting })])
            .Build();
        await container.StartAsync();

        return new DatabaseServer(container.GetConnectionString(), container.DisposeAsync);
    }

    private static async Task<DatabaseServer> OnThisMachine()
    {
        await LeftServers.Remove();
        var folder = TestFolder.CreateFast(LeftServers.Prefix);
        var postgres = new EmbeddedPostgres(folder.Path, NullLogger.Instance, Settings);

        return new DatabaseServer(await postgres.Start(CancellationToken.None), async () =>
        {
            await postgres.DisposeAsync();
            folder.Dispose();
        });
    }

    /// <summary>Stops the server at the end of the run, if one was started.</summary>
    public sealed class Shutdown : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (Started.IsValueCreated)
            {
                await (await Started.Value).DisposeAsync();
            }
        }
    }
}

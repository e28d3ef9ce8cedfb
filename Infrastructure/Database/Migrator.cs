using DbUp;
using DbUp.Engine;
using Npgsql;

namespace Connectify.Infrastructure.Database;

/// <summary>
/// Brings the schema up to date with the scripts in <c>Migrations</c>, each once and in a transaction of its own. Any
/// number of nodes may do this at once: one works and the others wait for it.
/// </summary>
internal static partial class Migrator
{
    private const string Prefix = "Connectify.Migrations.";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string Scripts =
        string.Join(' ', typeof(Migrator).Assembly.GetManifestResourceNames().Where(IsScript));

    private const string LockSql = "-- Migrator.Lock\nSELECT pg_advisory_lock(7201977421385527)";

    private const string CurrentSql = """
        -- Migrator.IsCurrent
        SELECT count(DISTINCT scriptname) = cardinality(string_to_array($1, ' '))
          FROM schemaversions
         WHERE scriptname = ANY (string_to_array($1, ' '))
        """;

    private const string VersionSql = """
        -- Migrator.Version
        SELECT coalesce(max(scriptname), $1) FROM schemaversions
        """;

    /// <summary>True when every script has been applied.</summary>
    internal static async Task<bool> IsCurrent(NpgsqlDataSource db, CancellationToken cancel)
    {
        try
        {
            return await db.QueryValue<bool>(CurrentSql, Scripts, cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }

    /// <summary>The newest script that has been applied, as in <c>0003_messages</c>; null where there is none.</summary>
    internal static async Task<string?> Version(NpgsqlDataSource db, CancellationToken cancel)
    {
        try
        {
            var script = await db.QueryValue<string>(VersionSql, "", cancel);

            return script.Length == 0 ? null : Path.GetFileNameWithoutExtension(script.Replace(Prefix, ""));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return null;
        }
    }

    /// <summary>Applies the scripts that have not been applied. The database must exist.</summary>
    /// <exception cref="CannotStartException">A script failed, or the one who migrates takes minutes.</exception>
    internal static async Task Migrate(string connectionString, ILogger log, CancellationToken cancel)
    {
        // A session of its own holds the lock, out of the pool, so that it ends with this method whatever happens.
        var own = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            CommandTimeout = (int)Patience.TotalSeconds,
        }.WhereWritesGo();
        await using var connection = new NpgsqlConnection(own.ConnectionString);
        await connection.OpenAsync(cancel);
        await Lock(connection, cancel);

        // DbUp blocks its thread.
        var result = await Task.Factory.StartNew(
            () => Upgrade(own.ConnectionString), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        foreach (var script in result.Scripts)
        {
            Applied(log, script.Name);
        }

        if (!result.Successful)
        {
            throw new CannotStartException($"The migration {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        }
    }

    private static async Task Lock(NpgsqlConnection connection, CancellationToken cancel)
    {
        try
        {
            await using var command = new NpgsqlCommand(LockSql, connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (NpgsqlException e) when (e.InnerException is TimeoutException)
        {
            throw new CannotStartException(
                $"Another node has been migrating the database for {Patience.TotalMinutes} minutes; start this one later.", e);
        }
    }

    private static DatabaseUpgradeResult Upgrade(string connectionString) =>
        DeployChanges.To.PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(Migrator).Assembly, IsScript)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .WithExecutionTimeout(Patience)
            .LogToNowhere()
            .Build()
            .PerformUpgrade();

    private static bool IsScript(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied {Script}")]
    private static partial void Applied(ILogger log, string script);
}

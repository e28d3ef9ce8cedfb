using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Infrastructure.Database;

/// <summary>What has to be true of the database before anything is served.</summary>
internal static partial class DatabaseStart
{
    private const string SettingSql = """
        -- Database.Setting
        SELECT current_setting($1)
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Starts the private database, where that is the one, and migrates.</summary>
    /// <exception cref="OptionsValidationException">A setting is bad; nothing was started.</exception>
    /// <exception cref="CannotStartException">The database cannot be reached or migrated.</exception>
    /// <exception cref="OperationCanceledException">The service was told to stop meanwhile.</exception>
    internal static async Task StartDatabase(this WebApplication app)
    {
        app.Services.GetService<IStartupValidator>()?.Validate();

        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        var address = await app.FindDatabase(stop.Token);
        var db = app.Services.GetRequiredService<NpgsqlDataSource>();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DatabaseStart));

        try
        {
            await Migrate(db, address, log, stop.Token);
            await Warn(db, log, stop.Token);
        }
        catch (Exception e) when (e is DatabaseUnavailableException or NpgsqlException)
        {
            throw Unusable(db, e);
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>How to connect to the database; the private one, where that is the one, is started unless it runs.</summary>
    /// <exception cref="CannotStartException">The private database does not start.</exception>
    internal static async Task<string> FindDatabase(this WebApplication app, CancellationToken cancel) =>
        app.Services.GetService<EmbeddedPostgres>() is { } embedded
            ? await embedded.Start(cancel)
            : app.Configuration.GetConnectionString("Connectify")!;

    /// <summary>Applies what has not been applied, also to a database that is only just starting.</summary>
    internal static Task Migrate(NpgsqlDataSource db, string address, ILogger log, CancellationToken cancel) =>
        WhenUp(async () =>
        {
            if (!await Migrator.IsCurrent(db, cancel))
            {
                await Migrator.Migrate(address, log, cancel);
            }

            return true;
        }, cancel);

    /// <summary>Asks something of a database that may only just be starting.</summary>
    internal static async Task<T> WhenUp<T>(Func<Task<T>> ask, CancellationToken cancel)
    {
        for (var end = DateTime.UtcNow + Patience; ; await Task.Delay(TimeSpan.FromMilliseconds(200), cancel))
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when ((IsStartingUp(e) || IsSlow(e)) && DateTime.UtcNow < end)
            {
                // It will be there in a moment.
            }
        }
    }

    /// <summary>What the server is set to, for a setting of PostgreSQL.</summary>
    internal static Task<string> Setting(NpgsqlDataSource db, string name, CancellationToken cancel) =>
        db.QueryValue<string>(SettingSql, name, cancel);

    /// <summary>What makes the database forget what it has acknowledged; null where nothing does.</summary>
    internal static async Task<(string SynchronousCommit, string Fsync)?> Forgetful(NpgsqlDataSource db, CancellationToken cancel)
    {
        var synchronousCommit = await Setting(db, "synchronous_commit", cancel);
        var fsync = await Setting(db, "fsync", cancel);

        return synchronousCommit == "off" || fsync != "on" ? (synchronousCommit, fsync) : null;
    }

    /// <summary>Says where the database was looked for, and what came of it.</summary>
    internal static CannotStartException Unusable(NpgsqlDataSource db, Exception e) =>
        new($"{DatabaseSetup.Key}: {Place(db)} cannot be used: {Cause(e)}", e);

    private static async Task Warn(NpgsqlDataSource db, ILogger log, CancellationToken cancel)
    {
        if (await Forgetful(db, cancel) is var (synchronousCommit, fsync))
        {
            NotDurable(log, synchronousCommit, fsync);
        }
    }

    /// <summary>Where the database is, without secrets.</summary>
    internal static string Place(NpgsqlDataSource db)
    {
        var place = new NpgsqlConnectionStringBuilder(db.ConnectionString);

        return place.Host?.Contains(',') is true
            ? $"the database at {place.Host}"
            : $"the database at {place.Host}:{place.Port}";
    }

    private static string Cause(Exception e)
    {
        var cause = e is DatabaseUnavailableException ? e.InnerException! : e;

        return cause.InnerException is { } inner && inner.Message != cause.Message
            ? $"{cause.Message}: {inner.Message}"
            : cause.Message;
    }

    private static bool IsStartingUp(Exception e) =>
        (e as PostgresException ?? e.InnerException as PostgresException)?.SqlState == PostgresErrorCodes.CannotConnectNow;

    // All nodes may be starting at once, with a database that has just come up: it takes long, or breaks off.
    private static bool IsSlow(Exception? e) =>
        e is TimeoutException or EndOfStreamException or SocketException { SocketErrorCode: SocketError.ConnectionReset }
        || (e is not null && IsSlow(e.InnerException));

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "DATA WILL BE LOST when the database server fails: it runs with synchronous_commit={SynchronousCommit} and fsync={Fsync}. Messages are acknowledged before they are safe.")]
    private static partial void NotDurable(ILogger log, string synchronousCommit, string fsync);
}

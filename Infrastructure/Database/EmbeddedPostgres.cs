using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace Connectify.Infrastructure.Database;

/// <summary>
/// A private PostgreSQL for development and tests: its own cluster in a folder, served by the machine's binaries on a
/// loopback port, with a password that only this user can read. The data stays when it stops.
/// </summary>
/// <remarks>
/// Whoever holds the lock file owns the server: starts it, starts it again when it dies, and stops it in the end.
/// Others on the same folder use it meanwhile, and one of them becomes the owner when the lock is let go.
/// </remarks>
/// <param name="folder">Where all of it lies. It is made where it does not exist.</param>
/// <param name="log">Hears what happens to the server.</param>
/// <param name="settings">Settings of the server beyond its defaults, such as <c>fsync=off</c>.</param>
internal sealed partial class EmbeddedPostgres(string folder, ILogger log, params string[] settings) : IAsyncDisposable
{
    private const string User = "postgres";
    private const int Attempts = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _data = Path.Combine(folder, "data");
    private readonly string _passwordFile = Path.Combine(folder, "password");
    private readonly string _portFile = Path.Combine(folder, "port");
    private readonly FolderLock _lock = new(folder);
    private PostgresCluster? _cluster;
    private bool _isKnown;

    /// <summary>How to connect to the server; null until it has been started.</summary>
    internal string? ConnectionString { get; private set; }

    /// <summary>Starts the server, or finds it running, and returns how to connect to it when it answers.</summary>
    /// <exception cref="CannotStartException">It does not start, or there are no binaries.</exception>
    internal async Task<string> Start(CancellationToken cancel)
    {
        PrivateFile.CreateFolder(folder);
        var binaries = await PostgresBinaries.Find(PostgresCluster.Version(_data), () => Fetching(log), cancel);
        _cluster = new PostgresCluster(binaries, _data, PostgresUser.Needed);
        await BringUp(cancel);

        return ConnectionString!;
    }

    public async ValueTask DisposeAsync()
    {
        // A server that never answered to the password may be somebody else's.
        if (_lock.IsHeld && _isKnown)
        {
            await _cluster!.Stop();
        }

        _lock.Dispose();
    }

    /// <summary>Becomes the owner of the server if nobody else is; true when it is.</summary>
    internal bool TryOwn() => _lock.TryTake();

    /// <summary>A session out of any pool.</summary>
    internal Task<NpgsqlConnection> Connect(CancellationToken cancel) => Connect(ConnectionString!, cancel);

    /// <summary>Waits until the server answers, and starts it if it is nobody else's to start; true when it had to.</summary>
    /// <exception cref="CannotStartException">It does not start, or does not answer.</exception>
    internal async Task<bool> BringUp(CancellationToken cancel)
    {
        var (isStarted, attempts, end) = (false, 0, DateTime.UtcNow + Patience);

        for (; DateTime.UtcNow < end; await Task.Delay(Pause, cancel))
        {
            try
            {
                if (TryOwn() && !_cluster!.IsAlive)
                {
                    await StartOwn(cancel);
                    isStarted = true;
                }

                if (await Answers(cancel))
                {
                    return isStarted;
                }
            }
            catch (CannotStartException) when (PostgresCluster.Version(_data) is not null && ++attempts < Attempts)
            {
                // After a crash, sessions that are left have to notice first that their server is gone.
            }
        }

        throw new CannotStartException($"The private PostgreSQL in {folder} does not answer.");
    }

    private async Task StartOwn(CancellationToken cancel)
    {
        if (PostgresCluster.Version(_data) is null)
        {
            await PrivateFile.Write(_passwordFile, RandomNumberGenerator.GetHexString(32), cancel);
            await _cluster!.Create(User, _passwordFile);
        }

        // The port of the last time is kept: others on this folder, and a developer's tools, know it.
        var last = int.TryParse(await PrivateFile.Read(_portFile, cancel), out var port) ? port : 0;
        port = ConnectionString is null ? LoopbackPort.FreeOr(last) : last;
        await PrivateFile.Write(_portFile, port.ToString(CultureInfo.InvariantCulture), cancel);
        _isKnown = true;
        await _cluster!.Start(port, settings);
    }

    private async Task<bool> Answers(CancellationToken cancel)
    {
        if (_cluster!.Port is not { } port || await PrivateFile.Read(_passwordFile, cancel) is not { } password)
        {
            return false;
        }

        var address = $"Host=127.0.0.1;Port={port};Username={User};Password={password};Database=postgres";

        try
        {
            await using var connection = await Connect(address, cancel);
            (ConnectionString, _isKnown) = (address, true);

            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new CannotStartException($"The password of the private PostgreSQL is not the one in {_passwordFile}: delete {folder} to begin anew.", e);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<NpgsqlConnection> Connect(string address, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection($"{address};Pooling=false;Timeout=3;Application Name=connectify-keeper");

        try
        {
            await connection.OpenAsync(cancel);

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This machine has no PostgreSQL; fetching one, once, of about 30 MB")]
    private static partial void Fetching(ILogger log);
}

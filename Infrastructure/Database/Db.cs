using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Connectify.Infrastructure.Database;

/// <summary>
/// Statements against PostgreSQL, each one round trip and each under the service's own deadline. A caller who goes away
/// before a statement starts stops it; once it is under way it runs to its end, so that no write is half heard.
/// </summary>
/// <remarks>
/// A text of several statements is sent at once and is one transaction, in which each statement sees what was committed
/// before it began. So "lock the row; then look and write" needs neither a second round trip nor a retry.
/// Every method throws <see cref="DatabaseUnavailableException"/> when the answer does not come in time or the
/// connection is lost; the outcome of a write is unknown then.
/// </remarks>
internal static class Db
{
    /// <summary>How long an answer of the database is waited for.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private const int OutageThreads = 64;

    /// <summary>All rows of a statement.</summary>
    internal static Task<IReadOnlyList<T>> Query<T>(
        this NpgsqlDataSource db, string sql, object? parameters, CancellationToken cancel) =>
        On(db, connection => Read<T>(connection, sql, parameters), cancel);

    /// <summary>The same in the transaction of a connection, where several statements are to see one moment.</summary>
    internal static Task<IReadOnlyList<T>> Query<T>(
        this NpgsqlConnection snapshot, string sql, object? parameters, CancellationToken cancel) =>
        Within(() => On(snapshot, connection => Read<T>(connection, sql, parameters)), cancel);

    /// <summary>Several readings of one moment: what others commit meanwhile is in none of them.</summary>
    internal static Task<T> Snapshot<T>(
        this NpgsqlDataSource db, Func<NpgsqlConnection, Task<T>> read, CancellationToken cancel) =>
        On(db, async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            var result = await read(connection);
            await transaction.CommitAsync();

            return result;
        }, cancel);

    /// <summary>The only row of a statement, or the default where it has none.</summary>
    internal static Task<T?> QueryOne<T>(
        this NpgsqlDataSource db, string sql, object? parameters, CancellationToken cancel) =>
        On(db, connection => connection.QueryFirstOrDefaultAsync<T>(sql, parameters), cancel);

    /// <summary>
    /// The only value of a statement. It comes without Dapper, which compiles code for each statement first: for what is
    /// asked before anything can be served.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="text">Its only parameter, <c>$1</c>.</param>
    /// <param name="cancel">Stops it before it starts.</param>
    internal static Task<T> QueryValue<T>(this NpgsqlDataSource db, string sql, string text, CancellationToken cancel) =>
        Within(async () =>
        {
            await using var command = db.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });

            return (T)(await command.ExecuteScalarAsync(CancellationToken.None))!;
        }, cancel);

    /// <summary>All rows of the last of several statements, of which those before it prepare it and are not looked at.</summary>
    /// <param name="db">The database.</param>
    /// <param name="sql">The statements.</param>
    /// <param name="parameters">What they are given.</param>
    /// <param name="after">How many there are before the last.</param>
    /// <param name="cancel">Stops it before it starts.</param>
    internal static Task<IReadOnlyList<T>> QueryLast<T>(
        this NpgsqlDataSource db, string sql, object? parameters, int after, CancellationToken cancel) =>
        On<IReadOnlyList<T>>(db, async connection =>
        {
            await using var results = await connection.QueryMultipleAsync(sql, parameters);

            for (; after > 0; after--)
            {
                await results.ReadAsync();
            }

            return (await results.ReadAsync<T>()).AsList();
        }, cancel);

    /// <summary>The only row of the last of two statements, the first of which takes a lock and is not looked at.</summary>
    internal static Task<T?> QueryOneLocked<T>(
        this NpgsqlDataSource db, string sql, object? parameters, CancellationToken cancel) =>
        On(db, async connection =>
        {
            await using var results = await connection.QueryMultipleAsync(sql, parameters);
            await results.ReadAsync();

            return await results.ReadFirstOrDefaultAsync<T>();
        }, cancel);

    /// <summary>Two results of one round trip: all rows of the first statement, and of the second.</summary>
    internal static Task<(IReadOnlyList<TFirst>, IReadOnlyList<TSecond>)> QueryTwo<TFirst, TSecond>(
        this NpgsqlDataSource db, string sql, object? parameters, CancellationToken cancel) =>
        On(db, connection => ReadTwo<TFirst, TSecond>(connection, sql, parameters), cancel);

    /// <summary>The same in the transaction of a connection, where several statements are to see one moment.</summary>
    internal static Task<(IReadOnlyList<TFirst>, IReadOnlyList<TSecond>)> QueryTwo<TFirst, TSecond>(
        this NpgsqlConnection snapshot, string sql, object? parameters, CancellationToken cancel) =>
        Within(() => On(snapshot, connection => ReadTwo<TFirst, TSecond>(connection, sql, parameters)), cancel);

    /// <summary>How many rows a statement changed.</summary>
    internal static Task<int> Execute(
        this NpgsqlDataSource db, string sql, object? parameters, CancellationToken cancel) =>
        On(db, connection => connection.ExecuteAsync(sql, parameters), cancel);

    private static async Task<IReadOnlyList<T>> Read<T>(NpgsqlConnection connection, string sql, object? parameters) =>
        (await connection.QueryAsync<T>(sql, parameters)).AsList();

    private static async Task<(IReadOnlyList<TFirst>, IReadOnlyList<TSecond>)> ReadTwo<TFirst, TSecond>(
        NpgsqlConnection connection, string sql, object? parameters)
    {
        await using var results = await connection.QueryMultipleAsync(sql, parameters);
        var first = (await results.ReadAsync<TFirst>()).AsList();
        var second = (await results.ReadAsync<TSecond>()).AsList();

        return (first, second);
    }

    private static Task<T> On<T>(NpgsqlDataSource db, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel) =>
        Within(async () =>
        {
            await using var connection = await db.OpenConnectionAsync(CancellationToken.None);

            return await On(connection, work);
        }, cancel);

    // Of a connection that is lost in the middle of an answer the mapper tells only that there is no next result, and the
    // driver sometimes that it does not understand what it was told.
    private static async Task<T> On<T>(NpgsqlConnection connection, Func<NpgsqlConnection, Task<T>> work)
    {
        try
        {
            return await work(connection);
        }
        catch (Exception e) when (e is not DbException && connection.State is not ConnectionState.Open)
        {
            throw new NpgsqlException("The connection was lost.", e);
        }
    }

    private static async Task<T> Within<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();

        try
        {
            return await work().WaitAsync(Deadline, CancellationToken.None);
        }
        catch (Exception e) when (IsOutage(e))
        {
            if (e is not PostgresException)
            {
                MakeRoom();
            }

            throw new DatabaseUnavailableException(e);
        }
    }

    // The driver blocks a thread for seconds for each call that it breaks off, up to a whole pool of connections, and
    // what needs no database has to go on. Not from the start: in good times more threads mean longer tails.
    private static void MakeRoom()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);

        if (workers < OutageThreads)
        {
            ThreadPool.SetMinThreads(OutageThreads, ports);
        }
    }

    // What PostgreSQL refuses for a reason inside the statement is a fault of ours; all else is the database being away.
    private static bool IsOutage(Exception e) => e switch
    {
        PostgresException postgres => postgres.SqlState[..2] is "08" or "53" or "57" or "58" or "40" or "55",
        NpgsqlException or TimeoutException or DbException => true,
        _ => false,
    };
}

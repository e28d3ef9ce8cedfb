using Npgsql;
using NpgsqlTypes;

namespace Connectify.Benchmarks.Reads;

/// <summary>
/// Rows on their way into a table that is emptied first, on a connection of their own, so that several tables are filled
/// at once. The rows come frozen: no later vacuum has to write their pages again.
/// </summary>
internal sealed class Copy : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly NpgsqlBinaryImporter _importer;

    internal Copy(string connectionString, string table, string columns)
    {
        _connection = new NpgsqlConnection(connectionString);
        _connection.Open();
        _transaction = _connection.BeginTransaction();

        using (var truncate = new NpgsqlCommand($"TRUNCATE {table}", _connection))
        {
            truncate.ExecuteNonQuery();
        }

        _importer = _connection.BeginBinaryImport($"COPY {table} ({columns}) FROM STDIN (FORMAT binary, FREEZE)");
        _importer.Timeout = TimeSpan.FromMinutes(10);
    }

    /// <summary>Begins a row, whose columns follow in order.</summary>
    internal Copy Row()
    {
        _importer.StartRow();

        return this;
    }

    internal Copy Add(long number)
    {
        _importer.Write(number, NpgsqlDbType.Bigint);

        return this;
    }

    internal Copy AddShort(int number)
    {
        _importer.Write(number, NpgsqlDbType.Integer);

        return this;
    }

    internal Copy Add(bool flag)
    {
        _importer.Write(flag, NpgsqlDbType.Boolean);

        return this;
    }

    internal Copy Add(DateTime time)
    {
        _importer.Write(time, NpgsqlDbType.TimestampTz);

        return this;
    }

    internal Copy Add(string text)
    {
        _importer.Write(text, NpgsqlDbType.Text);

        return this;
    }

    internal Copy Add(byte[] bytes)
    {
        _importer.Write(bytes, NpgsqlDbType.Bytea);

        return this;
    }

    internal Copy AddNull()
    {
        _importer.WriteNull();

        return this;
    }

    internal Copy Add(long? number) => number is { } value ? Add(value) : AddNull();

    internal Copy Add(DateTime? time) => time is { } value ? Add(value) : AddNull();

    /// <summary>Commits the rows.</summary>
    internal void Complete()
    {
        _importer.Complete();
        _importer.Dispose();
        _transaction.Commit();
    }

    /// <summary>Takes the rows back where they are not complete.</summary>
    public void Dispose()
    {
        _importer.Dispose();
        _transaction.Dispose();
        _connection.Dispose();
    }
}

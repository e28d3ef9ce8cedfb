using Npgsql;

namespace Connectify.Tests.Support;

/// <summary>An empty, migrated database of one's own, gone when disposed.</summary>
public sealed class Database : IAsyncDisposable
{
    private readonly string _name;

    private Database(string name, string connectionString)
    {
        _name = name;
        ConnectionString = connectionString;
    }

    /// <summary>How to connect to it, with a small pool.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes one as a copy of the migrated template: some 30 ms.</summary>
    public static async Task<Database> Create()
    {
        var server = await DatabaseServer.Running;

        return await From(server.Template);
    }

    /// <summary>Makes one that nothing has been migrated into.</summary>
    public static Task<Database> CreateEmpty() => From("template0");

    public async ValueTask DisposeAsync()
    {
        await using var db = NpgsqlDataSource.Create(ConnectionString);
        db.Clear();
        await (await DatabaseServer.Running).Execute($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private static async Task<Database> From(string template)
    {
        var server = await DatabaseServer.Running;
        var name = $"connectify_{Guid.NewGuid():n}";
        await server.Execute($"CREATE DATABASE {name} TEMPLATE {template}");

        return new Database(name, server.AddressOf(name));
    }
}

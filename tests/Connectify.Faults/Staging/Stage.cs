using System.Globalization;

namespace Connectify.Faults.Staging;

/// <summary>What one scenario is played on: an empty database, a Redis, nodes, and nginx in front of them.</summary>
internal sealed class Stage : IAsyncDisposable
{
    internal const string Organization = "Faults";
    internal const string Superuser = "root";
    internal const string Password = "a password of the suite";

    private readonly Setting _setting;

    private Stage(House house, Setting setting, string folder, string database) =>
        (House, _setting, Folder, Database) = (house, setting, folder, database);

    internal House House { get; }

    internal string Folder { get; }

    /// <summary>The name of the database.</summary>
    internal string Database { get; }

    /// <summary>The folder of the files.</summary>
    internal string Files => Path.Combine(Folder, "attachments");

    /// <summary>The disk of the files, where it is soon full.</summary>
    internal SmallDisk? Disk { get; private set; }

    internal List<Node> Nodes { get; } = [];

    internal RedisServer? Redis { get; private set; }

    internal Nginx Front { get; private set; } = null!;

    /// <summary>Between the clients and nginx.</summary>
    internal Proxy Line { get; private set; } = null!;

    /// <summary>Straight to each node.</summary>
    internal IEnumerable<Entrance> Doors => Nodes.Select(node => new Entrance(node.Name, node.Address));

    /// <summary>Through nginx.</summary>
    internal Entrance Gate => new("nginx", new Uri($"http://127.0.0.1:{Front.Port}"));

    /// <summary>Through nginx, over a line that can be cut.</summary>
    internal Entrance CutLine => new("line", new Uri($"http://127.0.0.1:{Line.Port}"));

    internal static async Task<Stage> Set(House house, string name, Setting setting)
    {
        var folder = Directory.CreateDirectory(Path.Combine(house.Folder, name)).FullName;
        var stage = new Stage(house, setting, folder, string.Create(CultureInfo.InvariantCulture, $"faults_{Guid.NewGuid():n}"));

        try
        {
            await stage.Set();
        }
        catch
        {
            await stage.DisposeAsync();

            throw;
        }

        return stage;
    }

    /// <summary>Runs a statement in the database, past every proxy.</summary>
    internal Task Execute(string sql) => House.Postgres.Execute(Database, sql);

    /// <summary>The rows of a statement in the database, past every proxy.</summary>
    internal Task<List<object[]>> Query(string sql) => House.Postgres.Query(Database, sql);

    /// <summary>Ends every fault that goes through a proxy.</summary>
    internal void Heal()
    {
        foreach (var node in Nodes)
        {
            node.Database.Heal();
            node.Redis?.Heal();
        }

        Line.Heal();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.End();
            node.Dispose();
        }

        Line?.Dispose();

        if (Front is not null)
        {
            await Front.DisposeAsync();
        }

        if (Redis is not null)
        {
            await Redis.DisposeAsync();
        }

        if (Disk is not null)
        {
            await Disk.DisposeAsync();
        }

        await House.Postgres.Execute("postgres", $"DROP DATABASE IF EXISTS {Database} WITH (FORCE)");
    }

    private async Task Set()
    {
        var template = _setting.IsStarted ? $"TEMPLATE {House.Template}" : "";
        await House.Postgres.Execute("postgres", $"CREATE DATABASE {Database} {template}");
        Disk = _setting.HasSmallDisk ? await SmallDisk.Mount(Files) : null;
        Redis = _setting.HasRedis ? await RedisServer.Start(Folder) : null;

        for (var number = 1; number <= _setting.Nodes; number++)
        {
            Nodes.Add(Make($"node{number}"));
        }

        Front = await Nginx.Start(Folder, [.. Nodes.Select(node => node.Port)]);
        Line = new Proxy(Front.Port);

        if (_setting.IsStarted)
        {
            Nodes.ForEach(node => node.Start());
            await Task.WhenAll(Nodes.Select(node => node.StayUntilReady()));
        }
    }

    private Node Make(string name)
    {
        var database = new Proxy(House.Postgres.Port);
        var redis = Redis is null ? null : new Proxy(Redis.Port);
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__Connectify"] = $"{Postgres.AddressOf(Database, database.Port)};{_setting.Database}",
            // A run is short: what makes long ones faster makes it slower.
            ["DOTNET_TieredPGO"] = "0",
            ["Jwt__SigningKey"] = "a key of the fault suite, which is long enough",
            ["Accounts__RequireActivation"] = "false",
            ["Attachments__Folder"] = Files,
            ["Bootstrap__Organization"] = Organization,
            ["Bootstrap__Username"] = Superuser,
            ["Bootstrap__Email"] = "root@example.com",
            ["Bootstrap__Password"] = Password,
            ["Proxies__Trusted"] = "127.0.0.1",
            ["Limits__RegistrationsPerMinute"] = "100000",
            ["Limits__MessagesPerSecond"] = "100000",
            ["Limits__MessageBurst"] = "100000",
            ["Limits__SocketsPerUser"] = "1000",
            ["Limits__FramesPerSecond"] = "100000",
            ["Limits__FrameBurst"] = "100000",
        };

        if (redis is not null)
        {
            environment["ConnectionStrings__Redis"] = $"127.0.0.1:{redis.Port}";
        }

        foreach (var (key, value) in _setting.Environment)
        {
            environment[key] = value;
        }

        return new Node(name, House.Program, Folder, environment, database, redis, Disk?.Before ?? "true");
    }
}

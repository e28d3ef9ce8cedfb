using System.Globalization;
using Connectify.Benchmarks.Floors;
using Connectify.Faults.Staging;

namespace Connectify.Benchmarks.Staging;

/// <summary>The servers that are measured.</summary>
/// <param name="program">The published service.</param>
/// <param name="folder">Where logs and files go.</param>
/// <param name="postgresPort">Where the databases are.</param>
internal sealed class Recipes(string program, string folder, int postgresPort)
{
    private const string Plenty = "1000000";

    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>The service as it is deployed, but for limits that the load would run into.</summary>
    internal Recipe Service { get; } = On(Postgres.AddressOf(World.Database, postgresPort), program, folder);

    /// <summary>The same on another database.</summary>
    /// <param name="database">How to connect to it.</param>
    internal Recipe ServiceOn(string database) => On(database, program, folder);

    /// <summary>The least that broadcasts.</summary>
    internal Recipe Floor { get; } = new(
        "floor", folder, FloorVerb.Health, port => Ourselves(FloorVerb.Name, Text(port)), _ => Nothing);

    /// <summary>The least that stores and then tells all.</summary>
    internal Recipe StoringFloor { get; } = new(
        "storing floor",
        folder,
        FloorVerb.Health,
        port => Ourselves(FloorVerb.Name, Text(port), Postgres.AddressOf(Yardsticks.YardstickSchema.Database, postgresPort)),
        _ => Nothing);

    /// <summary>This program, as a process of its own.</summary>
    internal static string[] Ourselves(params string[] args) =>
        [Path.Combine(AppContext.BaseDirectory, typeof(Recipes).Assembly.GetName().Name!), .. args];

    private static Recipe On(string database, string program, string folder) => new(
        "service", folder, "/health/ready", _ => [program], port => Settings(port, Path.Combine(folder, "attachments"), database));

    private static Dictionary<string, string> Settings(int port, string files, string database) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        ["ConnectionStrings__Connectify"] = database,
        ["Jwt__SigningKey"] = World.SigningKey,
        ["Jwt__AccessTokenLifetime"] = $"{World.SigningDays}.00:00:00",
        ["Attachments__Folder"] = files,
        ["Logging__LogLevel__Default"] = "Warning",
        ["Limits__MessagesPerSecond"] = Plenty,
        ["Limits__MessageBurst"] = Plenty,
        ["Limits__FramesPerSecond"] = Plenty,
        ["Limits__FrameBurst"] = Plenty,
        ["Limits__SocketsPerUser"] = Plenty,
    };

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;

namespace Connectify.Tests.Support;

/// <summary>What PostgreSQL did for one of the service's statements, of which nothing is left.</summary>
/// <param name="WholeTables">The tables that were read from end to end.</param>
/// <param name="Rows">How many rows were looked at, those that were not wanted too, by table.</param>
/// <param name="Blocks">How many blocks of 8 KiB were looked at, in tables and indexes.</param>
internal sealed partial record Plan(IReadOnlyList<string> WholeTables, IReadOnlyDictionary<string, long> Rows, long Blocks)
{
    private static readonly Dictionary<Type, string> Types = new()
    {
        [typeof(bool)] = "boolean",
        [typeof(int)] = "integer",
        [typeof(long)] = "bigint",
        [typeof(double)] = "double precision",
        [typeof(string)] = "text",
        [typeof(byte[])] = "bytea",
        [typeof(bool[])] = "boolean[]",
        [typeof(long[])] = "bigint[]",
        [typeof(long?[])] = "bigint[]",
        [typeof(string[])] = "text[]",
        [typeof(byte[][])] = "bytea[]",
        [typeof(DateTime)] = "timestamptz",
    };

    /// <summary>How many rows of a table were looked at.</summary>
    internal long RowsOf(string table) => Rows.GetValueOrDefault(table);

    /// <summary>Runs a statement by a plan made for its parameters, or by the one made for any.</summary>
    internal static async Task<Plan> Of(App app, string sql, object parameters, bool isGeneric)
    {
        var given = parameters.GetType().GetProperties();
        var statements = sql.Split(";\n");
        await using var connection = await app.Db.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);

        foreach (var before in statements[..^1])
        {
            await connection.ExecuteAsync(before, parameters);
        }

        var types = given.Select(member => Types[Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType]);
        var text = Parameter().Replace(
            statements[^1], name => $"${Array.FindIndex(given, member => member.Name == name.Groups[1].Value) + 1}");
        var values = given.Select(member => Literal(member.GetValue(parameters)));

        await connection.ExecuteAsync($"SET LOCAL plan_cache_mode = force_{(isGeneric ? "generic" : "custom")}_plan");
        await connection.ExecuteAsync($"PREPARE explained ({string.Join(", ", types)}) AS {text}");

        try
        {
            return Read(await Explain(connection, $"EXECUTE explained ({string.Join(", ", values)})"));
        }
        finally
        {
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
            await connection.ExecuteAsync("DEALLOCATE explained");
        }
    }

    /// <summary>A statement of the service: a constant of the type that uses it.</summary>
    internal static string StatementOf(Type owner, string name = "Sql") =>
        (string)owner.GetField(name, BindingFlags.Static | BindingFlags.NonPublic)!.GetRawConstantValue()!;

    private static async Task<JsonElement> Explain(NpgsqlConnection connection, string statement) =>
        JsonSerializer.Deserialize<JsonElement>(
            (await connection.QuerySingleAsync<string>($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"))!)[0]
            .GetProperty("Plan");

    private static Plan Read(JsonElement root)
    {
        var scans = All(root).Where(node => node.Text("Node Type")!.EndsWith("Scan") && node.TryGetProperty("Relation Name", out _)).ToList();

        return new Plan(
            [.. scans.Where(node => node.Text("Node Type") == "Seq Scan").Select(Table)],
            scans.GroupBy(Table).ToDictionary(nodes => nodes.Key, nodes => nodes.Sum(Looked)),
            root.Number("Shared Hit Blocks") + root.Number("Shared Read Blocks"));
    }

    private static IEnumerable<JsonElement> All(JsonElement node) =>
        node.TryGetProperty("Plans", out var parts) ? parts.EnumerateArray().SelectMany(All).Prepend(node) : [node];

    private static string Table(JsonElement scan) => scan.Text("Relation Name")!;

    // PostgreSQL gives them as the average of a node's runs.
    private static long Looked(JsonElement scan) =>
        (long)((Average(scan, "Actual Rows") + Average(scan, "Rows Removed by Filter") + Average(scan, "Rows Removed by Index Recheck"))
            * Average(scan, "Actual Loops"));

    private static double Average(JsonElement scan, string member) =>
        scan.TryGetProperty(member, out var value) ? value.GetDouble() : 0;

    private static string Literal(object? value) => value switch
    {
        null => "NULL",
        string text => $"'{text.Replace("'", "''")}'",
        DateTime time => $"'{time:O}'",
        IEnumerable many => $"'{{{string.Join(',', many.Cast<object?>().Select(one => one ?? "NULL"))}}}'",
        bool yes => yes ? "true" : "false",
        IFormattable number => number.ToString(null, null),
        _ => throw new ArgumentException($"There is no literal for {value.GetType()}."),
    };

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex Parameter();
}

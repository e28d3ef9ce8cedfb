using System.Text.Json;
using System.Text.RegularExpressions;
using Connectify.Tests.Conventions;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>The dashboard and the alerts as they are in the repository.</summary>
internal static partial class Dashboard
{
    internal static string AlertsPath { get; } = Path.Combine(Repository.Root, "deploy", "prometheus", "alerts.yaml");

    internal static string Alerts { get; } = File.ReadAllText(AlertsPath);

    internal static JsonElement Model { get; } = JsonSerializer.Deserialize<JsonElement>(
        File.ReadAllText(Path.Combine(Repository.Root, "deploy", "grafana", "connectify.json")));

    internal static IReadOnlyList<JsonElement> Panels { get; } = [.. Model.GetProperty("panels").EnumerateArray()];

    /// <summary>Those that show something, each with its expressions.</summary>
    internal static IReadOnlyList<(string Title, IReadOnlyList<string> Expressions)> Shown { get; } =
    [
        .. from panel in Panels
           where panel.GetProperty("type").GetString() != "row"
           select (panel.GetProperty("title").GetString()!, (IReadOnlyList<string>)
               [.. panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!)]),
    ];

    /// <summary>An expression as Grafana would send it, for all nodes.</summary>
    internal static string Filled(string expression, string interval) =>
        expression.Replace("$__rate_interval", interval).Replace("$instance", ".*");

    /// <summary>The metrics that the service tells, in a text of expressions.</summary>
    internal static IEnumerable<string> MetricsIn(string text) =>
        Metric().Matches(text).Select(match => match.Value).Distinct();

    // What stands before a brace or bracket, or alone; labels stand inside braces or behind "by".
    [GeneratedRegex(@"\b(?:connectify|http_server|kestrel|db_client|dotnet)_\w+(?=\{|\[)|\bconnectify_(?:backplane|sockets|messages|gaps)_\w+|\bdotnet_thread_pool_\w+")]
    private static partial Regex Metric();
}

using System.Collections.Concurrent;
using Npgsql;

namespace Connectify.Infrastructure.Database;

/// <summary>What a statement is called: by the line above it, of several by the last, which those before prepare.</summary>
internal static class StatementName
{
    private const string Mark = "-- ";

    // Statements are constants, so these are as many as there are.
    private static readonly ConcurrentDictionary<string, string?> Known = [];

    /// <summary>The name; null where it has none.</summary>
    internal static string? Of(NpgsqlCommand command) => Known.GetOrAdd(command.CommandText, Find);

    private static string? Find(string sql) => sql.Split('\n')
        .LastOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal) && line.Contains('.') && !line[Mark.Length..].Contains(' '))?
        [Mark.Length..].Trim();
}

using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;

namespace Connectify.Tests.Authorization;

/// <summary>What is in all tables, as a sum for each.</summary>
internal static class Tables
{
    private const string Sql = """
        SELECT relname AS name, query_to_xml(
               format('SELECT count(*), sum(hashtextextended(t::text, 0)) FROM %I t', relname), true, true, '')::text AS sum
          FROM pg_class
         WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        """;

    internal static async Task<IReadOnlyList<TableSum>> Sums(this App app) =>
        await app.Db.Query<TableSum>(Sql, null, TestContext.Current.CancellationToken);

    /// <summary>The tables that are different now, in the order of their names.</summary>
    internal static async Task<string[]> ChangedSince(this App app, IReadOnlyList<TableSum> before) =>
        [.. (await app.Sums()).Except(before).Select(table => table.Name).Order(StringComparer.Ordinal)];
}

internal sealed record TableSum(string Name, string Sum);

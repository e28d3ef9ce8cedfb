using Connectify.Infrastructure.Database;

namespace Connectify.Tests.Support;

/// <summary>Looks into a service's database, and changes what no endpoint can.</summary>
internal static class Rows
{
    /// <summary>The one value of a statement.</summary>
    internal static Task<T?> Value<T>(this App app, string sql, object? parameters = null) =>
        app.Db.QueryOne<T>(sql, parameters, TestContext.Current.CancellationToken);

    /// <summary>How many rows a statement changed.</summary>
    internal static Task<int> Run(this App app, string sql, object? parameters = null) =>
        app.Db.Execute(sql, parameters, TestContext.Current.CancellationToken);
}

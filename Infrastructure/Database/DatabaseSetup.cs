using Dapper;
using Npgsql;

namespace Connectify.Infrastructure.Database;

/// <summary>The one data source, and where it leads to.</summary>
internal static class DatabaseSetup
{
    internal const string Key = "ConnectionStrings:Connectify";

    private const string Example = "Host=...;Database=...;Username=...;Password=...";

    // Whatever the operator's own string says comes after these and wins. The driver is to give up soon after our own
    // deadline has: a session that waits for a silent server blocks a place in the pool, and its cancelling a thread. A
    // session that was cancelled is not used again, for the driver may be wrong about which statements it has prepared.
    // Of several hosts, one that was away or took no writes is asked again after a second. No statement leaves anything
    // behind in its session, so there is nothing to reset.
    private const string Defaults =
        "Host Recheck Seconds=1;Application Name=connectify;Timeout=3;Command Timeout=4;Cancellation Timeout=-1;"
        + "Keepalive=10;Tcp Keepalive=true;Tcp Keepalive Time=10;Tcp Keepalive Interval=3;"
        + "Maximum Pool Size=40;Minimum Pool Size=1;No Reset On Close=true;Max Auto Prepare=100;Auto Prepare Min Usages=2";

    // Compiling a plan takes longer than any statement of ours: PostgreSQL would take a second for it where it expects
    // many rows. Said in the session, not as a startup parameter, which poolers refuse.
    private const string SessionSql = """
        -- Database.Session
        SET jit = off
        """;

    /// <summary>The database of the settings; in Development, where they name none, a private one.</summary>
    internal static WebApplicationBuilder AddDatabase(this WebApplicationBuilder builder)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var given = builder.Configuration.GetConnectionString("Connectify");

        if (!string.IsNullOrWhiteSpace(given))
        {
            builder.Services.AddSingleton(_ => CreateDataSource(given));
        }
        else if (builder.Environment.IsDevelopment())
        {
            var folder = Path.Combine(builder.Environment.ContentRootPath, ".data", "postgres");
            builder.Services.AddSingleton(services =>
                new EmbeddedPostgres(folder, services.GetRequiredService<ILogger<EmbeddedPostgres>>()));
            builder.Services.AddSingleton(services =>
                CreateDataSource(services.GetRequiredService<EmbeddedPostgres>().ConnectionString!));
            builder.Services.AddHostedService<EmbeddedPostgresKeeper>();
        }
        else
        {
            throw new CannotStartException(
                $"{Key} is not set: give the service a PostgreSQL database, as in ConnectionStrings__Connectify=\"{Example}\".");
        }

        return builder;
    }

    /// <summary>A data source with the service's own defaults for whatever the string does not say.</summary>
    internal static NpgsqlDataSource CreateDataSource(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder($"{Defaults};{connectionString}");

            return new NpgsqlDataSourceBuilder(settings.WhereWritesGo().ConnectionString) { Name = "connectify" }
                .UsePhysicalConnectionInitializer(BeginAtOnce, Begin)
                .ConfigureTracing(Name)
                .Build();
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or FormatException)
        {
            // The driver's text may quote a part of the password.
            throw new CannotStartException($"{Key} cannot be read: it has to be as in \"{Example}\".", e);
        }
    }

    /// <summary>The same; of several hosts the one that takes writes, whichever that is at the time.</summary>
    internal static NpgsqlConnectionStringBuilder WhereWritesGo(this NpgsqlConnectionStringBuilder settings)
    {
        if (settings.Host?.Contains(',') is true)
        {
            settings.TargetSessionAttributes ??= "primary";
        }

        return settings;
    }

    // In traces a statement is its name: its text is long, and is found by it.
    private static void Name(NpgsqlTracingOptionsBuilder traces) => traces
        .ConfigureCommandSpanNameProvider(StatementName.Of)
        .ConfigureCommandEnrichmentCallback((span, command) => span
            .SetTag("db.query.text", null)
            .SetTag("db.query.summary", StatementName.Of(command)));

    private static void BeginAtOnce(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(SessionSql, connection);
        command.ExecuteNonQuery();
    }

    private static async Task Begin(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(SessionSql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

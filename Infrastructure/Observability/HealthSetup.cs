using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Realtime;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Connectify.Infrastructure.Observability;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it can serve, that is, the database answers within
/// a second and is migrated, and the service is not stopping; else a 503. Without its Redis it is degraded, which is a
/// 200: it serves, and hears of other nodes a few seconds late.
/// </summary>
internal static class HealthSetup
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    internal static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<Ready>("ready");

        return builder;
    }

    internal static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", Answer(_ => false)).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", Answer(_ => true)).AllowAnonymous();

        return routes;
    }

    private static HealthCheckOptions Answer(Func<HealthCheckRegistration, bool> checks) => new()
    {
        Predicate = checks,
        AllowCachingResponses = true,
        ResponseWriter = (context, report) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentType = "application/json; charset=utf-8";

            // By hand: the first answer of all would wait until a writer for it had been made.
            return context.Response.WriteAsync($$"""{"status":"{{Word(report.Status)}}"}""");
        },
    };

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private sealed class Ready(NpgsqlDataSource db, Backplane backplane, IHostApplicationLifetime life) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
        {
            if (life.ApplicationStopping.IsCancellationRequested)
            {
                return HealthCheckResult.Unhealthy("stopping");
            }

            try
            {
                if (!await Migrator.IsCurrent(db, cancellationToken).WaitAsync(Deadline, cancellationToken))
                {
                    return HealthCheckResult.Unhealthy("not migrated");
                }

                return backplane is { IsConfigured: true, IsConnected: false }
                    ? HealthCheckResult.Degraded("no Redis")
                    : HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is DatabaseUnavailableException or TimeoutException)
            {
                return HealthCheckResult.Unhealthy("no database");
            }
        }
    }
}

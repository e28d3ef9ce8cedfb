using System.Diagnostics;
using Connectify.Infrastructure.Realtime;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Connectify.Infrastructure.Observability;

/// <summary>OpenTelemetry, as far as somebody wants it. Its own variables say the rest (<c>OTEL_SERVICE_NAME</c>, samplers, …).</summary>
internal static class OpenTelemetrySetup
{
    private static readonly string[] Meters =
    [
        Telemetry.Name, "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime",
    ];

    internal static void Add(WebApplicationBuilder builder, TelemetryTargets targets)
    {
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService("connectify", serviceVersion: typeof(OpenTelemetrySetup).Assembly.GetName().Version?.ToString())
            .AddEnvironmentVariableDetector());

        if (targets.Metrics || targets.Port is not null)
        {
            AddMetrics(builder, telemetry, targets);
        }

        if (targets.Traces)
        {
            AddTraces(telemetry);
        }

        if (targets.Logs)
        {
            telemetry.WithLogging(logs => logs.AddOtlpExporter(), logs => logs.IncludeFormattedMessage = true);
        }
    }

    private static void AddMetrics(WebApplicationBuilder builder, OpenTelemetryBuilder telemetry, TelemetryTargets targets) =>
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters);
            builder.Services.AddHostedService<Zeros>();

            if (targets.Metrics)
            {
                metrics.AddOtlpExporter();
            }

            if (targets.Port is { } port)
            {
                // Scrapes that come together may share an answer, but none is told of what was a second ago.
                metrics.AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0);
                builder.Services.AddHostedService(services => new ManagementPort(port, services));
            }
        });

    private static void AddTraces(OpenTelemetryBuilder telemetry) => telemetry.WithTracing(traces => traces
        .AddSource(Telemetry.Name)
        .AddNpgsql()
        .AddAspNetCoreInstrumentation(Configure)
        .AddOtlpExporter());

    // The request of a socket lasts as long as that; its opening has a span of its own. Queries hold tokens and signatures.
    private static void Configure(AspNetCoreTraceInstrumentationOptions requests)
    {
        requests.Filter = context =>
            !context.Request.Path.StartsWithSegments(Opening.Path) && !context.Request.Path.StartsWithSegments("/health");
        requests.EnrichWithHttpRequest = WithoutQuery;
        requests.EnrichWithHttpResponse = (span, _) => span.SetTag("url.query", null);
    }

    private static void WithoutQuery(Activity span, HttpRequest request) => span.SetTag("url.query", null);
}

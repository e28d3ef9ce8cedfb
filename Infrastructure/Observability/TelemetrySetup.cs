namespace Connectify.Infrastructure.Observability;

/// <summary>Metrics, traces and logs for whoever the settings name; where they name nobody, OpenTelemetry is not even loaded.</summary>
internal static class TelemetrySetup
{
    internal static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        var targets = TelemetryTargets.Read(builder.Configuration);

        if (targets.HasAny)
        {
            OpenTelemetrySetup.Add(builder, targets);
        }

        return builder;
    }
}

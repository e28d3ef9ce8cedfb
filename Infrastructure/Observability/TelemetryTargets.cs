namespace Connectify.Infrastructure.Observability;

/// <summary>Who is told what: by OTLP what OpenTelemetry's own variables say, and whoever scrapes the management port.</summary>
/// <param name="Metrics">True where metrics go out by OTLP.</param>
/// <param name="Traces">True where traces do.</param>
/// <param name="Logs">True where logs do.</param>
/// <param name="Port">Where Prometheus scrapes; null where it does not.</param>
internal sealed record TelemetryTargets(bool Metrics, bool Traces, bool Logs, int? Port)
{
    internal const string PortKey = "Management:Port";

    internal bool HasAny => Metrics || Traces || Logs || Port is not null;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="CannotStartException">The port is none.</exception>
    internal static TelemetryTargets Read(IConfiguration settings)
    {
        var port = ReadPort(settings);

        return IsTrue(settings["OTEL_SDK_DISABLED"])
            ? new TelemetryTargets(false, false, false, null)
            : new TelemetryTargets(GoesOut("METRICS"), GoesOut("TRACES"), GoesOut("LOGS"), port);

        bool GoesOut(string signal) =>
            (IsSet(settings["OTEL_EXPORTER_OTLP_ENDPOINT"]) || IsSet(settings[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]))
            && !string.Equals(settings[$"OTEL_{signal}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase);
    }

    private static int? ReadPort(IConfiguration settings) => settings[PortKey] switch
    {
        null or "" => null,
        var given when ushort.TryParse(given, out var port) && port > 0 => port,
        var given => throw new CannotStartException($"{PortKey}: a port from 1 to 65535 was expected, not {given}."),
    };

    private static bool IsSet(string? value) => !string.IsNullOrWhiteSpace(value);

    private static bool IsTrue(string? value) => string.Equals(value?.Trim(), "true", StringComparison.OrdinalIgnoreCase);
}

using Connectify.Infrastructure.Observability;
using Microsoft.Extensions.Configuration;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>Who is told what, by OpenTelemetry's own variables and by the management port.</summary>
public sealed class TelemetryTargetsTests
{
    private const string Endpoint = "http://collector:4318";

    [Theory]
    [InlineData("", false, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", true, true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", true, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", false, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", false, false, true)]
    public void What_has_an_endpoint_goes_there(string variable, bool metrics, bool traces, bool logs) =>
        Read((variable, Endpoint)).ShouldBe(new TelemetryTargets(metrics, traces, logs, null));

    [Fact]
    public void What_is_to_be_exported_by_nobody_is_not() =>
        Read(("OTEL_EXPORTER_OTLP_ENDPOINT", Endpoint), ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "None"))
            .ShouldBe(new TelemetryTargets(true, false, false, null));

    [Fact]
    public void The_port_needs_no_endpoint()
    {
        Read((TelemetryTargets.PortKey, "9464")).ShouldBe(new TelemetryTargets(false, false, false, 9464));
        Read((TelemetryTargets.PortKey, "")).HasAny.ShouldBeFalse();
    }

    [Fact]
    public void All_of_it_can_be_turned_off() =>
        Read(("OTEL_EXPORTER_OTLP_ENDPOINT", Endpoint), (TelemetryTargets.PortKey, "9464"), ("OTEL_SDK_DISABLED", "True"))
            .HasAny.ShouldBeFalse();

    private static TelemetryTargets Read(params (string Name, string Value)[] settings) => TelemetryTargets.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => one.Name, one => (string?)one.Value)).Build());
}

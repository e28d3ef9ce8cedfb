using Microsoft.AspNetCore.Connections;
using OpenTelemetry.Metrics;

namespace Connectify.Infrastructure.Observability;

/// <summary>
/// <c>/metrics</c> for Prometheus, by a server of its own: nothing of the API is reachable there, and no request to the API,
/// whatever it says of itself, reaches what is here.
/// </summary>
internal sealed class ManagementPort(int port, IServiceProvider service) : IHostedService, IAsyncDisposable
{
    private WebApplication? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenAnyIP(port);
        });
        _server = builder.Build();
        _server.UseOpenTelemetryPrometheusScrapingEndpoint(
            service.GetRequiredService<MeterProvider>(), predicate: null, "/metrics", configureBranchedPipeline: null, optionsName: null);

        try
        {
            await _server.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new CannotStartException($"{TelemetryTargets.PortKey}: {port} is in use.", e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}

using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Connectify.Infrastructure.Observability;

/// <summary>Tells a developer, once the service serves, where it is and what to do with it.</summary>
internal sealed class Banner(IServer server, IConfiguration settings) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?
            .Replace("[::]", "localhost").Replace("0.0.0.0", "localhost");
        var chat = settings.GetValue("Playground:Enabled", true)
            ? $"{address}/  in two windows: sign in as alice in one, and as bob in the other"
            : "the page for it is off (Playground:Enabled)";
        var database = settings.GetConnectionString("Connectify") is { Length: > 0 }
            ? "the one of ConnectionStrings:Connectify"
            : "a private PostgreSQL, kept in .data/postgres";

        await Console.Out.WriteLineAsync($"""

              Connectify serves on {address}

                chat            {chat}
                documentation   {address}/scalar
                of the sockets  {address}/asyncapi
                demo users      alice, bob and carol, each with the password connectify
                database        {database}; for another one set
                                ConnectionStrings__Connectify="Host=localhost;Database=...;Username=...;Password=..."
                stop            Ctrl+C

            """);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Connectify.Infrastructure.Http;

/// <summary>The web server: where it listens and what it takes from a client before any code of ours runs.</summary>
internal static class KestrelSetup
{
    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports"];

    internal static WebApplicationBuilder AddKestrel(this WebApplicationBuilder builder)
    {
        builder.AddSettings<Limits>("Limits");

        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<Limits>>((kestrel, limits) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.Value.JsonBody;
            kestrel.Limits.RequestHeadersTimeout = limits.Value.HeadersTimeout;
        });

        Check(builder.Configuration);

        // Not in appsettings.json nor in launchSettings.json: both would win over ASPNETCORE_URLS.
        if (AddressKeys.All(key => builder.Configuration[key] is null)
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls("http://localhost:5080");
        }

        // For what is under way; with what comes after it the process is gone within ten seconds.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));

        return builder;
    }

    // Left to itself, the server takes what it cannot read for port 80.
    private static void Check(ConfigurationManager settings)
    {
        var addresses =
            from key in AddressKeys
            from value in settings[key]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? []
            select (key, value, Address: key == "urls" ? value : $"http://+:{value}");

        foreach (var (key, value, address) in addresses)
        {
            if (!Uri.TryCreate(address.Replace("//+", "//any").Replace("//*", "//any"), UriKind.Absolute, out _))
            {
                throw new CannotStartException($"ASPNETCORE_{key.ToUpperInvariant()}: {value} cannot be served on.");
            }
        }
    }
}

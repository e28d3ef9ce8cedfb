using System.Net;

namespace Connectify.Infrastructure.Http;

/// <summary>Section <c>Proxies</c> of the settings: who may say where a request really comes from.</summary>
internal sealed class ProxyOptions
{
    internal const string Section = "Proxies";

    /// <summary>
    /// Addresses and networks (<c>10.0.0.0/8</c>), comma separated, whose <c>X-Forwarded-For</c>, <c>-Proto</c> and
    /// <c>-Host</c> are believed. None: those headers are ignored.
    /// </summary>
    public string Trusted { get; set; } = "";

    internal bool IsReadable => Entries.All(entry => ToNetwork(entry) is not null);

    /// <summary>What is trusted; a single address is a network of one.</summary>
    internal IEnumerable<IPNetwork> Networks => Entries.Select(entry => ToNetwork(entry)!.Value);

    private string[] Entries =>
        Trusted.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IPNetwork? ToNetwork(string entry) =>
        IPNetwork.TryParse(entry, out var network) ? network
        : IPAddress.TryParse(entry, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}

using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Connectify.Infrastructure.Http;

/// <summary>
/// Where a request comes from, for limits by address: the peer of the connection, or what a trusted proxy says of it.
/// </summary>
/// <param name="Address">An IPv4 address, or the /64 network of an IPv6 one, which is what one household has.</param>
internal sealed record Peer(string Address) : IEndpointParameterMetadataProvider
{
    private const int NetworkBytes = 8;

    public static ValueTask<Peer> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new Peer(Name(context.Connection.RemoteIpAddress)));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
    }

    // A Unix socket has no address: whoever may open it is one peer.
    private static string Name(IPAddress? address) => address switch
    {
        null => "local",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } =>
            new IPAddress([.. address.GetAddressBytes()[..NetworkBytes], .. new byte[NetworkBytes]]).ToString(),
        _ => address.ToString(),
    };
}

using System.Net;
using System.Net.Sockets;

namespace Connectify.Infrastructure.Database;

/// <summary>Ports on 127.0.0.1.</summary>
internal static class LoopbackPort
{
    /// <summary>The port if nobody listens on it, else one that is free.</summary>
    internal static int FreeOr(int wanted)
    {
        try
        {
            return Listen(wanted);
        }
        catch (SocketException)
        {
            return Listen(0);
        }
    }

    private static int Listen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

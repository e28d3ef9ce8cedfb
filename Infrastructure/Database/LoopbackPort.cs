using System.Net;
using System.Net.Sockets;

namespace Connectify.Infrastructure.Database;

/// <summary>Ports on 127.0.0.1.</summary>
internal static class LoopbackPort
{
    // Below those that systems give to connections, one of which might take it before it is listened on.
    private const int First = 20_000;
    private const int Count = 10_000;
    private const int Attempts = 100;

    // Each time the next one, so that two who ask are not given the same.
    private static int _last = Random.Shared.Next(Count);

    /// <summary>The port if nobody listens on it, else one that is free.</summary>
    internal static int FreeOr(int wanted) => wanted != 0 && IsFree(wanted) ? wanted : Free();

    /// <summary>One that is free, and that this process has not been given lately.</summary>
    internal static int Free() =>
        Enumerable.Range(0, Attempts)
            .Select(_ => First + (int)((uint)Interlocked.Increment(ref _last) % Count))
            .First(IsFree);

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);

        try
        {
            listener.Start();

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Threading.Channels;

namespace Connectify.Benchmarks.Floors;

/// <summary>Those who hear what is said in one place.</summary>
internal sealed class Room
{
    private readonly Lock _lock = new();
    private Peer[] _peers = [];

    internal void Enter(Peer peer)
    {
        lock (_lock)
        {
            _peers = [.. _peers, peer];
        }
    }

    internal void Leave(Peer peer)
    {
        lock (_lock)
        {
            _peers = [.. _peers.Where(other => other != peer)];
        }
    }

    /// <summary>Hands a message to all. Where one's queue is full it is waited for, so that all of it arrives.</summary>
    internal async ValueTask Tell(ReadOnlyMemory<byte> message)
    {
        foreach (var peer in Volatile.Read(ref _peers))
        {
            if (!peer.Queue.TryWrite(message))
            {
                await Wait(peer.Queue, message);
            }
        }
    }

    private static async Task Wait(ChannelWriter<ReadOnlyMemory<byte>> queue, ReadOnlyMemory<byte> message)
    {
        try
        {
            await queue.WriteAsync(message);
        }
        catch (ChannelClosedException)
        {
            // That one has gone.
        }
    }
}

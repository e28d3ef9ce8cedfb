using BenchmarkDotNet.Attributes;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Realtime;

namespace Connectify.Benchmarks.Micro;

/// <summary>
/// A message published to a chat, until each of its sockets has taken it out of its queue and sent it; what a network
/// does after that is not in it.
/// </summary>
[MemoryDiagnoser]
public class HubPublish : IDisposable
{
    private readonly CountdownEvent _left = new(0);
    private Sockets? _sockets;
    private long _position;

    [Params(2, 100, 1000)]
    public int Connections { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _position = 0;
        _sockets = new Sockets(Connections, () => _left.Signal());
    }

    [Benchmark]
    public void Publish()
    {
        _left.Reset(Connections);
        _position++;
        var message = new MessageSent(NewMessages.Plain);
        _sockets!.Hub.Publish([new Publication(Sockets.Topic, new Cursor(_position, _position), message) { Author = 1 }]);
        _left.Wait();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _sockets?.Dispose();
        _sockets = null;
        GC.SuppressFinalize(this);
    }
}

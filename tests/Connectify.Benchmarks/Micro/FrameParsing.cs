using BenchmarkDotNet.Attributes;
using Connectify.Features.Realtime;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Realtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Connectify.Benchmarks.Micro;

/// <summary>From the bytes of a client's <c>message</c> frame to its handler: found, read and checked.</summary>
[MemoryDiagnoser]
public class FrameParsing : IDisposable
{
    private static readonly byte[] Keyed =
        """{"type":"message","content":"Hello, how are you?","client_message_id":"7f9c2ba4-e88f-4e3b-9f62-3d5a1b0c8d11"}"""u8.ToArray();

    private static readonly byte[] Plain = """{"type":"message","content":"Hello, how are you?"}"""u8.ToArray();

    private readonly Sockets _sockets = new(1, () => { });
    private readonly FrameRouter _router;
    private readonly ServiceProvider _services;

    public FrameParsing()
    {
        _services = new ServiceCollection().AddOptions().BuildServiceProvider();
        _router = new FrameRouter(
            [new Taken(_services)], _services.GetRequiredService<IOptions<Limits>>(), TimeProvider.System,
            NullLogger<FrameRouter>.Instance);
    }

    [Benchmark]
    public Task WithKey() => _router.Route(Keyed, _sockets.Connections[0]);

    [Benchmark]
    public Task WithoutKey() => _router.Route(Plain, _sockets.Connections[0]);

    [GlobalCleanup]
    public void Dispose()
    {
        _sockets.Dispose();
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes message frames as the service does, and does nothing with them.</summary>
    private sealed class Taken(IServiceProvider services)
        : FrameHandler<MessageFrame.Frame>("message", services, hasOwnLimit: true)
    {
        protected override ValueTask Handle(MessageFrame.Frame frame, Connection sender) => ValueTask.CompletedTask;
    }
}

using BenchmarkDotNet.Attributes;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Realtime;

namespace Connectify.Benchmarks.Micro;

/// <summary>A message to the bytes of its frame, which is done once for all sockets of a format.</summary>
[MemoryDiagnoser]
public class MessageSerialisation
{
    private readonly Message _message = NewMessages.Plain;
    private readonly Cursor _cursor = new(1_000_000, 1_000_123);

    [Benchmark]
    public byte[] Nested() => Show().Nested;

    [Benchmark]
    public byte[] Flat() => Show().Flat;

    private Broadcast Show() => new(new Content(new MessageSent(_message)), _cursor);
}

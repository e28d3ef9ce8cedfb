using System.Net.WebSockets;
using System.Text;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Inputs;

/// <summary>Frames of every type that the running service takes, bent, and some that are none.</summary>
internal sealed class SentFrames
{
    internal SentFrames(App app, World world)
    {
        var objects = new Objects(world);
        var handlers = app.Services.GetServices<FrameHandler>().ToList();
        handlers.ShouldNotBeEmpty();

        var known = handlers.Select(handler =>
            objects.Of(handler.GetType().BaseType!.GetGenericArguments()[0], $"\"type\":{Odd.Quote(handler.Type)}"));
        var unknown = Gen.Select(Odd.Json, objects.Of(typeof(MessageLike)), (type, rest) => $"{{\"type\":{type},{rest[1..]}");
        var text = Gen.Frequency((30, Gen.OneOf([.. known])), (3, unknown), (2, Odd.Json), (1, objects.Of(typeof(MessageLike))));

        Any = Gen.Select(text, Odd.Damage, Gen.Int[0, 40], Gen.Double[0, 1].Array[0, 4],
            (json, damage, kind, cuts) => new SentFrame(damage(Odd.Bytes(json)), kind == 0, cuts));
    }

    internal Gen<SentFrame> Any { get; }

    private sealed record MessageLike(string? Content, long? MessageId, string? ClientMessageId, bool? IsTyping);
}

/// <summary>What is sent through a socket as one message.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="IsBinary">Or text.</param>
/// <param name="Cuts">Where it is cut into fragments, each as a part of the whole.</param>
internal sealed record SentFrame(byte[] Bytes, bool IsBinary, double[] Cuts)
{
    private const int Largest = 65_536;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The codes with which it may close the socket; none where the socket has to stay open.</summary>
    internal IReadOnlyList<int> ClosesWith =>
    [
        .. IsBinary ? [1003] : Array.Empty<int>(),
        .. !IsBinary && !IsUtf8 ? [1007] : Array.Empty<int>(),
        .. !IsBinary && Bytes.Length > Largest ? [1009] : Array.Empty<int>(),
    ];

    private bool IsUtf8
    {
        get
        {
            try
            {
                return Strict.GetCharCount(Bytes) >= 0;
            }
            catch (DecoderFallbackException)
            {
                return false;
            }
        }
    }

    internal async Task SendOver(ChatSocket socket)
    {
        var type = IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
        var start = 0;

        try
        {
            foreach (var end in Cuts.Order().Select(cut => (int)(cut * Bytes.Length)))
            {
                await socket.SendPart(Bytes[start..end], isLast: false, type);
                start = end;
            }

            await socket.SendPart(Bytes[start..], isLast: true, type);
        }
        catch (WebSocketException) when (ClosesWith.Count > 0)
        {
            // The service need not wait for the rest.
        }
    }

    public override string ToString() =>
        $"{(IsBinary ? "binary" : "text")} in {Cuts.Length + 1}: {Attempt.Escape(Bytes)}";
}

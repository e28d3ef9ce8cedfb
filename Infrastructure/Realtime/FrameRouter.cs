using System.Text.Json;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Microsoft.Extensions.Options;

namespace Connectify.Infrastructure.Realtime;

/// <summary>Gives each frame to the handler of its type. Whatever is wrong with one is an error frame; the socket stays open.</summary>
internal sealed partial class FrameRouter(
    IEnumerable<FrameHandler> handlers, IOptions<Limits> limits, TimeProvider clock, ILogger<FrameRouter> logger)
{
    private const int PatienceWithFlood = 100;
    private const string Limit = "too_many_frames";
    private const string TooMany = "Too many frames; slow down";

    private readonly Dictionary<string, FrameHandler> _handlers =
        handlers.ToDictionary(handler => handler.Type, StringComparer.Ordinal);

    /// <summary>Takes one frame of a socket.</summary>
    internal async Task Route(ReadOnlyMemory<byte> frame, Connection sender)
    {
        using var span = RealtimeTraces.StartFrame();
        string? key = null;
        var isPaid = false;

        try
        {
            var head = JsonSerializer.Deserialize<Head>(frame.Span, Json.Options);
            key = TextOf(head?.ClientMessageId);
            var handler = TextOf(head?.Type) is { } type ? _handlers.GetValueOrDefault(type) : null;

            span?.DisplayName = $"frame {handler?.Type ?? "unknown"}";

            if (handler is null)
            {
                RefuseOrSlow("unknown_type", "Unknown type of frame");
            }
            else if (!handler.HasOwnLimit && !IsPaid())
            {
                Refuse(Limit, TooMany);
            }
            else if (await handler.Take(frame, sender) is { } wrong)
            {
                RefuseOrSlow("invalid_input", wrong);
            }
        }
        catch (JsonException)
        {
            RefuseOrSlow("unreadable", "Not a frame: a JSON object with a type and members of the right types was expected");
        }
        catch (DatabaseUnavailableException)
        {
            Refuse(ErrorFrame.Unavailable, "The service is not available; send it again with the same client_message_id");
        }
        catch (Exception e)
        {
            LogFault(e);
            Refuse(ErrorFrame.Fault, "The service failed");
        }

        // Bad frames count as frames, whatever they would have been.
        void RefuseOrSlow(string kind, string detail)
        {
            var isPaidFor = IsPaid();
            Refuse(isPaidFor ? kind : Limit, isPaidFor ? detail : TooMany);
        }

        bool IsPaid() => isPaid = isPaid || IsAllowed(sender);

        void Refuse(string kind, string detail)
        {
            span?.SetTag(RefusalKinds.Attribute, kind);
            sender.Answer(new ErrorFrame(detail, key) { Kind = kind });
        }
    }

    private static string? TextOf(JsonElement? member)
    {
        try
        {
            return member is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("The text holds an unpaired surrogate.", e);
        }
    }

    private bool IsAllowed(Connection sender)
    {
        sender.Allowance ??= new TokenBucket(limits.Value.FramesPerSecond, limits.Value.FrameBurst, clock);

        if (sender.Allowance.TryTake(out _))
        {
            sender.RefusedInARow = 0;

            return true;
        }

        if (++sender.RefusedInARow >= PatienceWithFlood)
        {
            sender.Close(CloseReason.Flooding);
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A frame could not be handled")]
    private partial void LogFault(Exception exception);

    // Both as they come: a member of the wrong type is answered with an error that can still name the other.
    internal sealed record Head(JsonElement? Type, JsonElement? ClientMessageId);
}

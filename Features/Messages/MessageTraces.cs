using System.Diagnostics;
using Connectify.Infrastructure.Observability;

namespace Connectify.Features.Messages;

/// <summary>The spans of a message on its way into the database.</summary>
internal static class MessageTraces
{
    /// <summary>From when a message was taken until it is answered; null where nobody listens.</summary>
    internal static Activity? StartSend(NewMessage message) =>
        Telemetry.Traces.StartActivity("message send")?
            .SetTag("connectify.chat.kind", message.Chat.Kind)
            .SetTag("connectify.transport", message.IsFromSocket ? "socket" : "rest");

    /// <summary>
    /// The statement that messages share. It belongs to the trace of the first of them that is recorded, and names those
    /// of all.
    /// </summary>
    internal static Activity? StartBatch(IReadOnlyList<WaitingMessage> batch)
    {
        if (!Telemetry.Traces.HasListeners())
        {
            return null;
        }

        var spans = batch.Select(waiting => waiting.Span).OfType<Activity>().Where(span => span.Recorded).ToList();

        return spans.Count == 0 ? null : Telemetry.Traces.StartActivity(
            "messages store", ActivityKind.Internal, spans[0].Context,
            [new("connectify.batch.size", batch.Count)], spans.Select(span => new ActivityLink(span.Context)));
    }
}

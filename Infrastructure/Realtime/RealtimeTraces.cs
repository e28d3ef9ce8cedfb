using System.Diagnostics;
using Connectify.Infrastructure.Observability;

namespace Connectify.Infrastructure.Realtime;

/// <summary>The spans of sockets and of what is shown to them; null where nobody listens.</summary>
internal static class RealtimeTraces
{
    /// <summary>
    /// The opening of a socket, in place of the request's span, which lasts as long as the socket. It goes on from where
    /// that came from, and is the present one.
    /// </summary>
    internal static Activity? StartOpening()
    {
        if (!Telemetry.Traces.HasListeners())
        {
            return null;
        }

        var request = Activity.Current;
        ActivityContext.TryParse(
            request?.HasRemoteParent is true ? request.ParentId : null, request?.TraceStateString, isRemote: true, out var parent);
        Activity.Current = null;

        return Telemetry.Traces.StartActivity("socket open", ActivityKind.Server, parent);
    }

    /// <summary>A frame of a client, of a type that is not known yet.</summary>
    internal static Activity? StartFrame() => Telemetry.Traces.StartActivity("frame", ActivityKind.Server);

    /// <summary>The showing of changes to the sockets of this node: a part of a trace, never its beginning.</summary>
    /// <param name="sockets">How many there are.</param>
    /// <param name="changes">How many changes.</param>
    /// <param name="cause">The span that made them, where that is not the present one.</param>
    internal static Activity? StartPublish(Feed? sockets, int changes, ActivityContext cause) =>
        !Telemetry.Traces.HasListeners() || (cause == default && Activity.Current is null) ? null
        : Telemetry.Traces.StartActivity("publish", ActivityKind.Producer, cause)?
            .SetTag("connectify.sockets", sockets?.Connections.Length ?? 0)
            .SetTag("connectify.changes", changes);
}

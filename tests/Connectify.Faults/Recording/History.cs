using System.Collections.Concurrent;

namespace Connectify.Faults.Recording;

/// <summary>Everything that was done and seen in a run.</summary>
internal sealed class History
{
    internal ConcurrentQueue<Operation> Operations { get; } = [];

    internal ConcurrentQueue<Stream> Streams { get; } = [];

    internal ConcurrentQueue<Answer> Answers { get; } = [];

    internal ConcurrentQueue<Look> Looks { get; } = [];

    internal ConcurrentQueue<Change> Changes { get; } = [];

    internal ConcurrentQueue<Receipt> Receipts { get; } = [];

    internal ConcurrentQueue<Revocation> Revocations { get; } = [];

    internal ConcurrentQueue<Ending> Endings { get; } = [];

    internal ConcurrentQueue<Unread> Unread { get; } = [];

    /// <summary>Messages that the suite sends past its senders, so that nobody takes them for phantoms.</summary>
    internal ConcurrentQueue<string> OtherKeys { get; } = [];
}

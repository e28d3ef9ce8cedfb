using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>What was acknowledged is there once, and nothing else is.</summary>
internal static class Keys
{
    internal static IEnumerable<Violation> Check(History history, FinalHistory final) =>
    [
        .. Unresolved(history),
        .. Lost(history, final),
        .. Twice(history, final),
        .. Phantoms(history, final),
        .. Aborted(history, final),
    ];

    private static IEnumerable<Violation> Unresolved(History history) =>
        history.Operations.Where(operation => operation.Last.Outcome == Outcome.Unknown)
            .Select(operation => new Violation(Fault.Unresolved, operation.ToString()));

    private static IEnumerable<Violation> Lost(History history, FinalHistory final)
    {
        foreach (var operation in history.Operations.Where(operation => operation.IsAcknowledged))
        {
            if (final.Find(operation.Chat) is { } messages && !messages.Any(message => message.Key == operation.Key))
            {
                yield return new Violation(Fault.Lost, operation.ToString());
            }
        }
    }

    private static IEnumerable<Violation> Twice(History history, FinalHistory final)
    {
        foreach (var (chat, messages) in final.Chats)
        {
            var keys = messages.Where(message => message.Key is not null).GroupBy(message => (message.Sender, message.Key));

            foreach (var twice in keys.Where(key => key.Skip(1).Any()))
            {
                var places = twice.Select(message => $"position {message.Position} (id {message.Id})");
                yield return new Violation(
                    Fault.Duplicate, $"chat {chat}: key {twice.Key.Key} is there {twice.Count()} times, at {string.Join(", ", places)}");
            }
        }

        foreach (var operation in history.Operations)
        {
            var stored = (final.Find(operation.Chat) ?? []).FirstOrDefault(message => message.Key == operation.Key);
            var ids = operation.Attempts.Select(attempt => attempt.Id).Append(stored?.Id).OfType<long>().Distinct().ToList();

            if (ids.Count > 1)
            {
                yield return new Violation(Fault.Duplicate, $"one key has the ids {string.Join(", ", ids)}: {operation}");
            }
        }
    }

    private static IEnumerable<Violation> Phantoms(History history, FinalHistory final)
    {
        var known = history.Operations.Select(operation => operation.Key).Concat(history.OtherKeys).ToHashSet();

        return final.Chats.SelectMany(chat => chat.Messages.Where(message => message.Key is null || !known.Contains(message.Key))
            .Select(message => new Violation(Fault.Phantom, $"chat {chat.Chat}: {message.State}, key {message.Key}")));
    }

    private static IEnumerable<Violation> Aborted(History history, FinalHistory final)
    {
        var refused = history.Operations.Where(operation => operation.Last.Outcome == Outcome.Fail).ToDictionary(operation => operation.Key);

        if (refused.Count == 0)
        {
            yield break;
        }

        var seen = final.Chats.SelectMany(chat => chat.Messages).Select(message => (message.Key, Where: "in the final history"))
            .Concat(history.Streams.SelectMany(stream => Messages(stream).Select(message => (message.Key, Where: $"by {stream}"))))
            .DistinctBy(message => message.Key);

        foreach (var (key, where) in seen)
        {
            if (key is not null && refused.TryGetValue(key, out var operation))
            {
                yield return new Violation(Fault.AbortedRead, $"seen {where}: {operation}");
            }
        }
    }

    private static IEnumerable<Message> Messages(Recording.Stream stream) => stream.Entries.SelectMany(entry => entry switch
    {
        Shown shown => [shown.Message],
        Updated updated => [updated.Message],
        Filled filled => filled.Messages,
        _ => Enumerable.Empty<Message>(),
    });
}

using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>Every node tells the same, and positions are 1 to n.</summary>
internal static class Agreement
{
    internal static IEnumerable<Violation> Check(History history) =>
        history.Endings.GroupBy(ending => ending.Chat).SelectMany(chat =>
            Gaps(chat.First()).Concat(chat.Skip(1).SelectMany(other => Compare(chat.First(), other))));

    private static IEnumerable<Violation> Gaps(Ending ending)
    {
        var position = 0L;

        foreach (var message in ending.Messages)
        {
            position++;

            if (message.Position != position)
            {
                yield return new Violation(
                    Fault.PositionGap,
                    $"chat {ending.Chat} on {ending.Entrance}: position {position} was expected, and {message.State} is there");
                position = message.Position;
            }
        }
    }

    private static IEnumerable<Violation> Compare(Ending one, Ending other)
    {
        var theirs = other.Messages.ToLookup(message => message.Id);

        foreach (var message in one.Messages)
        {
            var found = theirs[message.Id].FirstOrDefault();

            if (found?.State != message.State || !found.ReadBy.SetEquals(message.ReadBy))
            {
                yield return new Violation(
                    Fault.Disagreement,
                    $"chat {one.Chat}: {one.Entrance} tells {Show(message)}, "
                    + $"{other.Entrance} tells {(found is null ? "nothing of it" : Show(found))}");
            }
        }

        foreach (var message in other.Messages.ExceptBy(one.Messages.Select(message => message.Id), message => message.Id))
        {
            yield return new Violation(
                Fault.Disagreement, $"chat {one.Chat}: {other.Entrance} tells {Show(message)}, {one.Entrance} tells nothing of it");
        }
    }

    private static string Show(Message message) => $"{message.State} read by {string.Join(',', message.ReadBy.Order())}";
}

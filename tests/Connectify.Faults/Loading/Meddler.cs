using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults.Loading;

/// <summary>Edits, deletes, reacts to and reads what others have sent into one chat, one after the other.</summary>
internal sealed class Meddler(Chat chat, History history, Client client, IReadOnlyList<Entrance> entrances)
{
    private static readonly string[] Emoji = ["👍", "🎉", "❤️"];
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<long> _gone = [];
    private int _number;

    internal async Task Run(CancellationToken stop, CancellationToken giveUp)
    {
        while (!stop.IsCancellationRequested)
        {
            var recent = history.Operations.Where(operation => operation.Chat == chat.Id && operation.IsAcknowledged).TakeLast(40).ToList();

            if (recent.Count > 0)
            {
                await Meddle(recent[Random.Shared.Next(recent.Count)], giveUp);
            }

            try
            {
                await Task.Delay(Pace * (0.5 + Random.Shared.NextDouble()), stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task Meddle(Operation operation, CancellationToken giveUp)
    {
        var id = operation.Last.Id!.Value;
        var path = $"/api/messaging/messages/{id}/";
        var somebody = chat.People[Random.Shared.Next(chat.People.Count)];
        var sender = chat.People.FirstOrDefault(person => person.Id == operation.Sender);
        var emoji = Emoji[Random.Shared.Next(Emoji.Length)];

        if (_gone.Contains(id) || sender is null)
        {
            return;
        }

        switch (_number++ % 10)
        {
            case 0 or 3 or 6:
                var text = $"edited {_number}";
                await Change(sender, HttpMethod.Put, $"{path}edit/", new { content = text }, id, "edit", text, giveUp);
                break;
            case 1 or 5:
                await Read(somebody, id, giveUp);
                break;
            case 2 or 7 or 8:
                await Change(somebody, HttpMethod.Post, $"{path}react/", new { emoji }, id, "react", $"{somebody.Id} {emoji}", giveUp);
                break;
            case 4:
                var unreact = $"{path}unreact/?emoji={Uri.EscapeDataString(emoji)}";
                await Change(somebody, HttpMethod.Delete, unreact, null, id, "unreact", $"{somebody.Id} {emoji}", giveUp);
                break;
            case 9:
                _gone.Add(id);
                await Change(sender, HttpMethod.Delete, path, null, id, "delete", "", giveUp);
                break;
        }
    }

    private async Task Change(
        Person who, HttpMethod method, string path, object? body, long id, string kind, string value, CancellationToken giveUp)
    {
        var invoked = Clock.Now;

        // A deletion that was done although nobody said so is a 404 the next time.
        if (await Insist(who, method, path, body, giveUp) is { } reply && (reply.IsSuccess || (kind == "delete" && reply.Status == 404)))
        {
            history.Changes.Enqueue(new Change(invoked, Clock.Now, chat.Id, id, kind, value));
        }
    }

    private async Task Read(Person who, long id, CancellationToken giveUp)
    {
        if (await Insist(who, HttpMethod.Post, $"{chat.Path}read/", new { up_to = id }, giveUp) is { IsSuccess: true })
        {
            history.Receipts.Enqueue(new Receipt(Clock.Now, chat.Id, who.Id, id));
        }
    }

    private async Task<Reply?> Insist(Person who, HttpMethod method, string path, object? body, CancellationToken giveUp)
    {
        var backoff = new Backoff();

        while (true)
        {
            var reply = await client.Ask(entrances[Random.Shared.Next(entrances.Count)], method, path, who.Token, body);

            if (reply.Outcome != Outcome.Unknown)
            {
                return reply;
            }

            try
            {
                await backoff.Wait(giveUp);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }
}

using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults.Loading;

/// <summary>Fetches a chat over REST as clients do: what is newest, what came before it, what has come since.</summary>
internal static class Fetching
{
    private const int Tries = 12;

    /// <summary>All messages of a chat, oldest first; null where they cannot be had, or who asks may not.</summary>
    internal static async Task<IReadOnlyList<Message>?> Fetch(
        this Chat chat, Client client, Entrance entrance, Person person, CancellationToken cancel)
    {
        var messages = new SortedDictionary<long, Message>();

        if (await Add("?page_size=100", "results") is not { } newest)
        {
            return null;
        }

        while (messages.Count > 0 && messages.First().Value is { Position: > 1, Id: var oldest })
        {
            if (await Add($"?before={oldest}&limit=100", "results") is not > 0)
            {
                return null;
            }
        }

        // What came while the older ones were read.
        while (newest > 0 && await Add($"?after={messages.Last().Value.Id}&limit=100", "results") is { } more)
        {
            if (more == 0)
            {
                return [.. messages.Values];
            }
        }

        return newest == 0 ? [] : null;

        async Task<int?> Add(string query, string list)
        {
            var backoff = new Backoff();

            for (var left = Tries; left > 0; left--)
            {
                var reply = await client.Ask(entrance, HttpMethod.Get, $"{chat.Path}messages/{query}", person.Token);

                if (reply.IsSuccess)
                {
                    var found = reply.Body.GetProperty(list).EnumerateArray().Select(Reading.ToMessage).ToList();
                    found.ForEach(message => messages[message.Position] = message);

                    return found.Count;
                }

                if (reply.Outcome == Outcome.Fail)
                {
                    return null;
                }

                await backoff.Wait(cancel);
            }

            return null;
        }
    }
}

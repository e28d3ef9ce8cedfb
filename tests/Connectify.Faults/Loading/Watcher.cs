using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults.Loading;

/// <summary>Asks again and again how far chats are, on every entrance: whatever was acknowledged before has to be there.</summary>
internal sealed class Watcher(IReadOnlyList<Chat> chats, History history, Client client, IReadOnlyList<Entrance> entrances)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(120);

    internal async Task Run(CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var chat = chats[number % chats.Count];
            var entrance = entrances[Random.Shared.Next(entrances.Count)];
            var begun = Clock.Now;
            var reply = await client.Ask(entrance, HttpMethod.Get, $"{chat.Path}messages/?page_size=1", chat.People[0].Token);

            if (reply.IsSuccess)
            {
                var highest = reply.Body.GetProperty("results").EnumerateArray()
                    .Select(message => message.GetProperty("position").GetInt64()).FirstOrDefault();
                history.Looks.Enqueue(new Look(begun, Clock.Now, chat.Id, entrance.Name, highest));
            }

            try
            {
                await Task.Delay(Pace, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

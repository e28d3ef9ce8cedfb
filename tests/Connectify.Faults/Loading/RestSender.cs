using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults.Loading;

/// <summary>Sends over REST, to the next entrance where one has failed.</summary>
/// <param name="text">What each message says beside its number, such as much.</param>
internal sealed class RestSender(
    Person person, Chat chat, History history, Client client, IReadOnlyList<Entrance> entrances, int first, string? text = null)
    : Sender(person, chat, history, "rest")
{
    private int _entrance = first;

    protected override async Task<Attempt> Try(Operation operation, long invoked, CancellationToken giveUp)
    {
        var content = Text(operation) + text;
        var entrance = entrances[_entrance % entrances.Count];

        // Both ways of naming the key are as good.
        var reply = operation.Number % 2 == 0
            ? await client.Ask(entrance, HttpMethod.Post, $"{Chat.Path}send_message/", Person.Token, new { content }, operation.Key)
            : await client.Ask(
                entrance,
                HttpMethod.Post,
                $"{Chat.Path}send_message/",
                Person.Token,
                new { content, client_message_id = operation.Key });
        var done = Clock.Now;

        if (reply.IsSuccess)
        {
            var message = reply.Body.ToMessage();

            return new Attempt(invoked, done, Outcome.Ok, message.Id, message.Position, $"{entrance.Name} {reply.Note}");
        }

        if (reply.Outcome == Outcome.Unknown)
        {
            _entrance++;
        }

        return new Attempt(invoked, done, reply.Outcome, null, null, $"{entrance.Name} {reply.Note}");
    }
}

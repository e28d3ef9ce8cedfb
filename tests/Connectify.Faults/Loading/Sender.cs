using Connectify.Faults.Recording;

namespace Connectify.Faults.Loading;

/// <summary>
/// Sends one message after the other into one chat, each under its key until its outcome is known, and writes down
/// every try.
/// </summary>
internal abstract class Sender(Person person, Chat chat, History history, string path)
{
    protected Person Person { get; } = person;

    protected Chat Chat { get; } = chat;

    /// <summary>Sends until it is told to stop; what is under way then goes on until its outcome is known or patience ends.</summary>
    internal async Task Run(TimeSpan pace, CancellationToken stop, CancellationToken giveUp)
    {
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            var operation = new Operation(Guid.NewGuid().ToString("n"), Chat.Id, Person.Id, number, path);
            await Send(operation, giveUp);

            try
            {
                await Task.Delay(pace * (0.5 + Random.Shared.NextDouble()), stop);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    /// <summary>Sends one message until its outcome is known.</summary>
    internal async Task Send(Operation operation, CancellationToken giveUp)
    {
        var backoff = new Backoff();

        do
        {
            var invoked = Clock.Now;

            if (operation.Attempts.Count == 0)
            {
                // It counts from here on, even if the suite itself should fail before the answer.
                operation.Attempts.Add(new Attempt(invoked, long.MaxValue, Outcome.Unknown, null, null, "under way"));
                history.Operations.Enqueue(operation);
                operation.Attempts[0] = await Try(operation, invoked, giveUp);
            }
            else
            {
                operation.Attempts.Add(await Try(operation, invoked, giveUp));
            }
        }
        while (operation.Last.Outcome == Outcome.Unknown && await CanWait(backoff, giveUp));
    }

    /// <summary>Tries once.</summary>
    protected abstract Task<Attempt> Try(Operation operation, long invoked, CancellationToken giveUp);

    /// <summary>What the message says.</summary>
    protected static string Text(Operation operation) => $"{operation.Sender}/{operation.Path}/{operation.Number}";

    private static async Task<bool> CanWait(Backoff backoff, CancellationToken giveUp)
    {
        try
        {
            await backoff.Wait(giveUp);

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

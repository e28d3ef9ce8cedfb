using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Realtime;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>A message to be stored, whichever way it came.</summary>
internal sealed record NewMessage(
    ChatId Chat, Me Sender, string Content, long? ReplyTo, string? Key, bool IsFromSocket)
{
    /// <summary>Its files, which are in the store; with the message they get their owner.</summary>
    internal IReadOnlyList<UploadedFile> Files { get; init; } = [];

    /// <summary>False where its sender has sent too many, so that it is only looked up what it repeats.</summary>
    internal bool MayStore { get; init; } = true;
}

/// <summary>What became of it: stored, or answered by the message that it repeats, or refused.</summary>
internal readonly record struct Written(Message? Message, bool IsRepeat, ProblemHttpResult? Refusal);

/// <summary>Stores a message and shows it to the chat.</summary>
internal sealed class MessageWriter(
    NpgsqlDataSource db, MessageQueue queue, MessageStore store, MessagePublisher publisher, MessageAllowance allowance,
    MessageMetrics metrics, Hub hub, SignedUrls urls, TimeProvider clock)
{
    /// <summary>Stores a message, or finds the one that it repeats.</summary>
    internal async Task<Written> Write(NewMessage message, CancellationToken cancel)
    {
        using var span = MessageTraces.StartSend(message);
        var (messages, repeats) = allowance.Of(message.Sender.Id);
        var mayStore = messages.TryTake(out var wait);

        if (!mayStore && !repeats.TryTake(out _))
        {
            return Refused(Refusals.TooManyMessages(wait));
        }

        var hasFiles = message.Files.Count > 0;
        var asked = message with { MayStore = mayStore };
        var (row, shown) = hasFiles ? await StoreWithFiles(asked, cancel) : await queue.Store(asked, cancel);

        if (row?.RepeatedId is { } repeated)
        {
            (mayStore ? messages : repeats).Return();

            return row.IsSame ? await Repeat(repeated, row, message, cancel) : Refused(Refusals.KeyReused);
        }

        if (row is not null && !mayStore)
        {
            return Refused(Refusals.TooManyMessages(wait));
        }

        if (shown is null)
        {
            // An hour has passed since they were put into the store, and they were swept away.
            if (row is { HasFiles: false } && hasFiles)
            {
                throw new StoreUnavailableException("Files were swept away before their message came.", mayHaveArrived: false);
            }

            // Where the chat is there, the caller in it and nobody blocked, only what it should answer can be missing.
            return Refused(
                await ChatRefusals.WhyNotWrite(message.Chat, message.Sender, db, cancel) ?? Refusals.UnknownReply);
        }

        return new Written(shown, IsRepeat: false, null);
    }

    private async Task<(StoredMessage? Row, Message? Shown)> StoreWithFiles(NewMessage message, CancellationToken cancel)
    {
        var since = clock.GetTimestamp();
        var row = await store.StoreWithFiles(message, cancel);
        metrics.Stored(message, row, since);

        return (row, publisher.Publish([(message, row, since)])[0]);
    }

    // The first attempt may have been stored without having been shown: its answer was lost on the way to this node.
    private async Task<Written> Repeat(long messageId, StoredMessage row, NewMessage repeat, CancellationToken cancel)
    {
        hub.Notice(ChatTopic.Of(repeat.Chat.Id), new Cursor(row.LastPosition, row.LastChange));
        var first = await MessageRow.FindMessage(messageId, repeat.Sender, db, cancel);

        return first is null
            ? Refused(Refusals.MessageNotFound)
            : new Written(first.ToMessage(urls), IsRepeat: true, null);
    }

    private static Written Refused(ProblemHttpResult refusal) => new(null, false, refusal);
}

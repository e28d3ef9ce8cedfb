using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Realtime;
using Npgsql;

namespace Connectify.Features.Realtime;

/// <summary>
/// Reads from the database what sockets have not been shown: for those that were open all the time, and for one that
/// comes back.
/// </summary>
internal sealed class ChatReader(NpgsqlDataSource db, MissedMessages messages, IEnumerable<ChatView> views)
{
    // At once; a socket's queue has to hold them all.
    private const int MostAtOnce = 200;

    // Changes are dense, so as many can't be more events than that.
    private const int EventsAtOnce = 1000;

    private readonly Dictionary<string, ChatView> _views = views.ToDictionary(view => view.Kind, StringComparer.Ordinal);

    /// <summary>A part of what came after a cursor: messages, and what else happened in the chat.</summary>
    internal async Task<Reading> Since(Topic topic, Cursor after, long[] listeners)
    {
        var page = await messages.Since(topic.Id, after, listeners, MostAtOnce);

        if (page is not { IsActive: true })
        {
            return new Reading([], page?.End ?? after, true, [], new ChatDeleted(topic.Id));
        }

        var happened = await ReadHappened(page.Kind, topic.Id, after.Change, page.UpTo.Change);

        var inOrder = page.Missed.Concat(happened)
            .OrderByDescending(missed => missed.Position > after.Position)
            .ThenBy(missed => missed.Position > after.Position ? missed.Position : missed.Change);

        return new Reading([.. inOrder], page.UpTo, page.IsWhole, page.Absent);
    }

    /// <summary>
    /// What a socket that comes back with a cursor is shown first; null where its user may not listen. Reads and
    /// memberships are not replayed: what they have become stands in the chat that ends it, which is of the same moment.
    /// </summary>
    internal Task<Replay?> Replay(ChatId chat, Me me, Cursor? seen, CancellationToken cancel) =>
        seen is { } after ? db.Snapshot(snapshot => Replay(chat, me, after, snapshot), cancel) : Anew;

    private static Task<Replay?> Anew => Task.FromResult<Replay?>(Infrastructure.Realtime.Replay.Anew);

    private async Task<Replay?> Replay(ChatId chat, Me me, Cursor seen, NpgsqlConnection snapshot)
    {
        if (await messages.Since(chat.Id, seen, [me.Id], RealtimeOptions.MostReplayed, snapshot) is not { IsActive: true, Absent: [] } page)
        {
            return null;
        }

        if (!page.IsWhole || seen.Position > page.End.Position || seen.Change > page.End.Change)
        {
            return Infrastructure.Realtime.Replay.Anew;
        }

        var reading = new Reading(page.Missed, page.UpTo, page.IsWhole, []);

        return await _views[chat.Kind].Show(chat.Id, me, snapshot) is { } shown
            ? Infrastructure.Realtime.Replay.Of(reading, seen, shown)
            : null;
    }

    private async Task<IReadOnlyList<Missed>> ReadHappened(string kind, long chatId, long after, long upTo)
    {
        var missed = new List<Missed>();

        for (var from = after; from < upTo; from += EventsAtOnce)
        {
            var to = Math.Min(from + EventsAtOnce, upTo);
            var happened = await _views[kind].ReadHappened(chatId, from, to, EventsAtOnce, CancellationToken.None);
            missed.AddRange(happened.Select(one => new Missed(null, one.Change, null, one.Event)));
        }

        return missed;
    }
}

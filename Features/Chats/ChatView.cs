using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Realtime;
using Npgsql;

namespace Connectify.Features.Chats;

/// <summary>What sockets need to know of one kind of chat.</summary>
internal abstract class ChatView(string kind)
{
    internal string Kind => kind;

    /// <summary>The chat as GET of it answers, in the transaction of a connection; null where the caller is not in it.</summary>
    internal abstract Task<object?> Show(long chatId, Me me, NpgsqlConnection snapshot);

    /// <summary>
    /// What happened in a chat besides messages after one change and up to another, oldest first, by what has become of it.
    /// Of more than a limit the oldest; what nothing is left of is passed over.
    /// </summary>
    internal virtual Task<IReadOnlyList<Happened>> ReadHappened(
        long chatId, long after, long upTo, int limit, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Happened>>([]);
}

/// <summary>Something that happened in a chat besides messages.</summary>
/// <param name="Change">Its dense number.</param>
/// <param name="Event">The frame that shows it.</param>
internal sealed record Happened(long Change, ServerEvent Event);

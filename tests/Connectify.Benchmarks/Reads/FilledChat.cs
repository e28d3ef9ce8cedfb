namespace Connectify.Benchmarks.Reads;

/// <summary>A chat while it is being filled, and what its row will say.</summary>
/// <param name="id">Its id.</param>
/// <param name="isGroup">A group chat, else a conversation.</param>
/// <param name="length">How many messages it will have.</param>
/// <param name="members">The first is who created it.</param>
internal sealed class FilledChat(long id, bool isGroup, int length, FilledMember[] members)
{
    internal long Id => id;

    internal bool IsGroup => isGroup;

    internal int Length => length;

    internal FilledMember[] Members => members;

    internal long Position { get; set; }

    internal long Change { get; set; }

    internal long Live { get; set; }

    /// <summary>The id of its newest message.</summary>
    internal long Newest { get; set; }

    /// <summary>When something was last sent.</summary>
    internal DateTime UpdatedAt { get; set; }

    /// <summary>What is indexed of it: up to an hour behind.</summary>
    internal DateTime ActiveFrom => UpdatedAt.Date.AddHours(UpdatedAt.Hour);
}

/// <summary>A member of a chat that is being filled, and what the row will say.</summary>
/// <param name="userId">The user.</param>
/// <param name="stopsAt">The position after which nothing is read any more.</param>
internal sealed class FilledMember(long userId, long stopsAt)
{
    internal long UserId => userId;

    internal long StopsAt => stopsAt;

    internal long Sent { get; set; }

    internal long LiveSent { get; set; }

    internal long Read { get; set; }

    internal long ReadThrough { get; set; }

    internal DateTime? LastRest { get; set; }

    internal DateTime? LastSocket { get; set; }
}

namespace Connectify.Faults.Recording;

/// <summary>A message that somebody sends, under one key until its outcome is known.</summary>
/// <param name="Key">The key.</param>
/// <param name="Chat">Where it is sent.</param>
/// <param name="Sender">Who sends it.</param>
/// <param name="Number">The sender's own count in this chat.</param>
/// <param name="Path">rest or ws.</param>
internal sealed record Operation(string Key, long Chat, long Sender, int Number, string Path)
{
    /// <summary>Every try, in order.</summary>
    internal List<Attempt> Attempts { get; } = [];

    internal long Invoked => Attempts[0].Invoked;

    internal Attempt Last => Attempts[^1];

    internal bool IsAcknowledged => Last.Outcome == Outcome.Ok;

    /// <summary>True where at some time nobody could say whether it was stored.</summary>
    internal bool WasUnknown => Attempts.Exists(attempt => attempt.Outcome == Outcome.Unknown);

    public override string ToString() =>
        $"{Path} message {Number} of user {Sender} in chat {Chat}, key {Key}: {string.Join("; ", Attempts.Select(Show))}";

    private static string Show(Attempt attempt) =>
        $"{Clock.Show(attempt.Invoked)}–{Clock.Show(attempt.Done)} {attempt.Outcome} {attempt.Note} "
        + $"id {attempt.Id} position {attempt.Position}";
}

using System.Collections.Immutable;

namespace Connectify.Faults.Recording;

/// <summary>A message as a client knows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Position">Its position in the chat.</param>
/// <param name="Key">The key that its sender gave it.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Content">Its text.</param>
/// <param name="IsEdited">Whether it was edited.</param>
/// <param name="IsDeleted">Whether it is a tombstone.</param>
/// <param name="Reactions">Who put what on it, as <c>7 👍</c>.</param>
/// <param name="ReadBy">Who has read it.</param>
internal sealed record Message(
    long Id,
    long Position,
    string? Key,
    long Sender,
    string Content,
    bool IsEdited,
    bool IsDeleted,
    ImmutableHashSet<string> Reactions,
    ImmutableHashSet<long> ReadBy)
{
    /// <summary>What frames tell of it, in one line; two that are the same have the same.</summary>
    internal string State =>
        $"id {Id} position {Position} sender {Sender} \"{Content}\"{(IsEdited ? " edited" : "")}{(IsDeleted ? " deleted" : "")} "
        + $"[{string.Join(", ", Reactions.Order(StringComparer.Ordinal))}]";

    /// <summary>It after its deletion.</summary>
    internal Message Tombstone => this with { Content = "", IsDeleted = true, Reactions = [] };
}

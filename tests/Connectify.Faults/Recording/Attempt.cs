namespace Connectify.Faults.Recording;

/// <summary>One try at sending a message.</summary>
/// <param name="Invoked">When it was begun, in microseconds of the run.</param>
/// <param name="Done">When its outcome was known.</param>
/// <param name="Outcome">What is known of it.</param>
/// <param name="Id">The message's id where it was acknowledged.</param>
/// <param name="Position">The message's position where it was acknowledged.</param>
/// <param name="Note">How it was answered.</param>
internal sealed record Attempt(long Invoked, long Done, Outcome Outcome, long? Id, long? Position, string Note);

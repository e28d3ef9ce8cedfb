namespace Connectify.Infrastructure.CommandLine;

/// <summary>What a command came to.</summary>
/// <param name="Answer">What it has to show: an object, or a list of them; null where it was refused.</param>
/// <param name="Refusal">One line that says why it was refused; null where it was not.</param>
/// <param name="HasFailed">True where the answer is bad news.</param>
internal sealed record Outcome(object? Answer, string? Refusal = null, bool HasFailed = false)
{
    internal static Outcome Refused(string line) => new(null, line);
}

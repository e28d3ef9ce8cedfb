namespace Connectify.Faults.Checking;

/// <summary>One thing that is wrong, and all that is known about it.</summary>
/// <param name="Fault">What it is called.</param>
/// <param name="Text">What, which key, chat, position and reader.</param>
/// <param name="Around">What happened just before and after.</param>
internal sealed record Violation(Fault Fault, string Text, IReadOnlyList<string> Around)
{
    internal Violation(Fault fault, string text) : this(fault, text, [])
    {
    }
}

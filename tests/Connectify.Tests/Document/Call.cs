using Connectify.Tests.Support;

namespace Connectify.Tests.Document;

/// <summary>A request that a case has prepared, for whichever spelling of its address.</summary>
/// <param name="By">Whoever makes it; null where nobody is signed in.</param>
/// <param name="Ids">What stands for the placeholders of the address, in order.</param>
internal sealed record Call(Person? By, params long[] Ids)
{
    internal object? Body { get; init; }

    internal string Query { get; init; } = "";

    internal string? Key { get; init; }

    /// <summary>What stands for the placeholders of the answer's text.</summary>
    internal Dictionary<string, object> Names { get; init; } = [];
}

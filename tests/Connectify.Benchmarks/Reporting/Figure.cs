namespace Connectify.Benchmarks.Reporting;

/// <summary>A line of the table: a ratio that was taken in each round, and what it should be.</summary>
/// <param name="Name">What is compared with what.</param>
/// <param name="Target">The ratio to reach.</param>
/// <param name="IsAtMost">True where less is better.</param>
/// <param name="Rounds">The ratio of each round, in the order of the rounds.</param>
internal sealed record Figure(string Name, double Target, bool IsAtMost, IReadOnlyList<double> Rounds)
{
    /// <summary>What was measured in each round, in words, such as <c>31,204 /s of 20,112 /s</c>; as many as rounds.</summary>
    internal IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>Why it could not be measured, or does not stand; null where it does.</summary>
    internal string? Flaw { get; init; }

    internal double Median => Rounds.Count == 0 ? double.NaN : Middle([.. Rounds.Order()]);

    internal bool IsReached => Flaw is null && (IsAtMost ? Median <= Target : Median >= Target);

    private static double Middle(double[] sorted) =>
        (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}

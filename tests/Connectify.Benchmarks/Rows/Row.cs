using Connectify.Benchmarks.Reporting;
using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Rows;

/// <summary>Something that is measured under a name.</summary>
/// <param name="name">How it is asked for.</param>
/// <param name="about">What is compared with what.</param>
internal abstract class Row(string name, string about)
{
    internal string Name { get; } = name;

    internal string About { get; } = about;

    /// <summary>Measures it, in as many rounds as are asked for.</summary>
    internal abstract Task<Findings> Measure(Bench bench);
}

/// <summary>What came of a row.</summary>
internal sealed record Findings(IReadOnlyList<Figure> Figures)
{
    internal IReadOnlyList<Plot> Plots { get; init; } = [];
}

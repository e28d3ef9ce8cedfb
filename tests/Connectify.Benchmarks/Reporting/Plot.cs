namespace Connectify.Benchmarks.Reporting;

/// <summary>A picture of figures.</summary>
/// <param name="File">Its name in <c>docs/performance</c>, without the extension.</param>
/// <param name="Title">What it shows.</param>
/// <param name="XLabel">What is varied, with its unit.</param>
/// <param name="YLabel">What is measured, with its unit.</param>
/// <param name="Curves">One line each.</param>
internal sealed record Plot(string File, string Title, string XLabel, string YLabel, IReadOnlyList<Curve> Curves)
{
    /// <summary>True where the values on that axis are decades apart.</summary>
    internal bool IsLogX { get; init; }

    internal bool IsLogY { get; init; }
}

/// <summary>A named line of a <see cref="Plot"/>.</summary>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);

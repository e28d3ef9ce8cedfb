namespace Connectify.Benchmarks;

/// <summary>The command line of the benchmarks.</summary>
internal static class Program
{
    internal static int Main() => 0;
}

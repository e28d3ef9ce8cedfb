namespace Connectify.Benchmarks.Staging;

/// <summary>Measuring while nothing else goes on.</summary>
internal static class Quiet
{
    private const double MostOtherCores = 0.35;

    /// <summary>True where so few cores were busy with something else that it does not matter.</summary>
    internal static bool Is(double otherCores) => otherCores <= MostOtherCores;

    /// <summary>Measures; where something else was busy meanwhile once more, and takes the quieter of the two.</summary>
    internal static async Task<T> Take<T>(Func<Task<T>> measure, Func<T, double> otherCores)
    {
        var first = await measure();

        if (Is(otherCores(first)))
        {
            return first;
        }

        var second = await measure();

        return otherCores(second) < otherCores(first) ? second : first;
    }
}

using System.Globalization;

namespace Connectify.Benchmarks.Staging;

/// <summary>What processes have used, from <c>/proc</c>.</summary>
internal static class ProcessTree
{
    private const double TicksOfASecond = 100;

    /// <summary>
    /// CPU seconds of a process and of all that come from it, also of those that have ended and been waited for.
    /// </summary>
    internal static double Seconds(int root)
    {
        var all = new Dictionary<int, (int Parent, double Seconds)>();

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process) && Read(folder) is { } found)
            {
                all[process] = found;
            }
        }

        return all.Where(entry => IsBelow(entry.Key)).Sum(entry => entry.Value.Seconds);

        bool IsBelow(int process)
        {
            while (process != root && all.TryGetValue(process, out var found))
            {
                process = found.Parent;
            }

            return process == root;
        }
    }

    /// <summary>Seconds that all cores together have been busy since the machine was started.</summary>
    internal static double BusySeconds()
    {
        // user nice system idle iowait irq softirq steal
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Take(8).Select(time => double.Parse(time, CultureInfo.InvariantCulture)).ToList();

        return (times.Sum() - times[3] - times[4]) / TicksOfASecond;
    }

    /// <summary>Bytes of memory that a process holds.</summary>
    internal static long ResidentBytes(int process) =>
        long.Parse(File.ReadAllText($"/proc/{process}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    private static (int Parent, double Seconds)? Read(string folder)
    {
        try
        {
            // The name, in brackets, may hold anything; after it come the state and the parent.
            var line = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');

            return (
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                fields[11..15].Sum(time => double.Parse(time, CultureInfo.InvariantCulture)) / TicksOfASecond);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}

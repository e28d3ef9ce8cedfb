using System.Diagnostics;

namespace Connectify.Benchmarks;

/// <summary>Says what is going on: one line that changes on a terminal, else a line each time.</summary>
internal sealed class Progress
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _shown;

    /// <summary>Says what is being done now.</summary>
    internal void Say(string what)
    {
        var line = $"[{_watch.Elapsed:hh\\:mm\\:ss}] {what}";

        if (Console.IsOutputRedirected)
        {
            Console.WriteLine(line);
        }
        else
        {
            Clear();
            Console.Write(line);
            _shown = line.Length;
        }
    }

    /// <summary>Says what is to stay on the screen.</summary>
    internal void Keep(string what)
    {
        Clear();
        Console.WriteLine(what);
    }

    private void Clear()
    {
        if (_shown > 0)
        {
            Console.Write($"\r{new string(' ', _shown)}\r");
            _shown = 0;
        }
    }
}

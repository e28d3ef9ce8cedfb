using System.Diagnostics;
using System.Globalization;

namespace Connectify.Infrastructure.Database;

/// <summary>The file in which a running PostgreSQL says who it is. It stays behind when the server is killed.</summary>
internal sealed class PostgresPidFile(string data)
{
    private string File => Path.Combine(data, "postmaster.pid");

    /// <summary>The port that the server listens on, or listened on before it died; null where none was started.</summary>
    internal int? Port => Line(3);

    /// <summary>True while the process named is a PostgreSQL, be it starting, serving or stopping.</summary>
    internal bool IsAlive
    {
        get
        {
            try
            {
                using var process = Line(0) is { } id ? Process.GetProcessById(id) : null;

                return process is { HasExited: false }
                    && process.ProcessName.StartsWith("postgres", StringComparison.Ordinal)
                    && !IsZombie(process.Id);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Takes away what a dead server left. Its number may be another program's by now, and PostgreSQL would believe that
    /// it runs already.
    /// </summary>
    internal void Clear()
    {
        if (!IsAlive)
        {
            System.IO.File.Delete(File);
        }
    }

    // Dead, but nobody has asked yet how it died.
    private static bool IsZombie(int id) =>
        Read($"/proc/{id}/stat").FirstOrDefault() is { } stat
        && stat[(stat.LastIndexOf(')') + 1)..].StartsWith(" Z", StringComparison.Ordinal);

    private int? Line(int index) =>
        int.TryParse(Read(File).ElementAtOrDefault(index), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Read(string file)
    {
        try
        {
            return System.IO.File.ReadAllLines(file);
        }
        catch (IOException)
        {
            return [];
        }
    }
}

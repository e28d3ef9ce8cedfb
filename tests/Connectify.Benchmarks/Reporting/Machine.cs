using System.Globalization;
using System.Runtime.InteropServices;

namespace Connectify.Benchmarks.Reporting;

/// <summary>What the figures were measured on.</summary>
/// <param name="Cores">Logical ones.</param>
/// <param name="Processor">Its model.</param>
/// <param name="Gigabytes">Memory that programs may use.</param>
/// <param name="System">The operating system.</param>
/// <param name="Postgres">The version of the database.</param>
/// <param name="DotNet">The version of the runtime.</param>
internal sealed record Machine(int Cores, string Processor, double Gigabytes, string System, string Postgres, string DotNet)
{
    /// <summary>This machine, with the database's <c>server_version</c>.</summary>
    internal static Machine Look(string postgres) => new(
        Environment.ProcessorCount,
        Model() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(2, 30)),
        OperatingSystem.IsLinux() ? "Linux" : RuntimeInformation.OSDescription,
        postgres,
        Environment.Version.ToString());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cores} cores ({Processor}), {Gigabytes:0} GiB of memory, {System}, PostgreSQL {Postgres}, .NET {DotNet}");

    private static string? Model()
    {
        const string File = "/proc/cpuinfo";
        var line = global::System.IO.File.Exists(File)
            ? global::System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;

        return line?.Split(':', 2)[1].Trim();
    }
}

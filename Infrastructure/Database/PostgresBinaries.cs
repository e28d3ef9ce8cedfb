using System.ComponentModel;
using System.Globalization;
using MysticMind.PostgresEmbed;

namespace Connectify.Infrastructure.Database;

/// <summary>
/// The folder of PostgreSQL's server programs: on the PATH, else in one of the usual folders, the newest first, else
/// fetched into the user's cache.
/// </summary>
internal static class PostgresBinaries
{
    private const int Oldest = 15;
    private const string Fetched = "17";

    private static readonly string[] Programs = OperatingSystem.IsWindows()
        ? ["initdb.exe", "pg_ctl.exe", "postgres.exe"]
        : ["initdb", "pg_ctl", "postgres"];

    // Parent folder, pattern below it, folder of the programs below that.
    private static readonly (string Parent, string Pattern, string Below)[] UsualFolders =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/usr/lib", "postgresql*", "bin"),
        ("/usr/libexec", "postgresql*", ""),
        ("/usr/local", "pgsql*", "bin"),
        ("/opt/homebrew/opt", "postgresql*", "bin"),
        ("/usr/local/opt", "postgresql*", "bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
        ("/opt/local/lib", "postgresql*", "bin"),
        (Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin"),
    ];

    /// <summary>Finds the programs, or fetches them.</summary>
    /// <param name="version">The major version that existing data needs; null takes any.</param>
    /// <param name="fetching">Called before anything is fetched.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="CannotStartException">There are none and none could be fetched.</exception>
    internal static async Task<string> Find(int? version, Action fetching, CancellationToken cancel)
    {
        foreach (var folder in OnPath().Concat(InUsualFolders(UsualFolders)).Distinct())
        {
            var found = await Version(folder);

            if (version is null ? found >= Oldest : found == version)
            {
                return folder;
            }
        }

        fetching();

        return await Fetch(version?.ToString(CultureInfo.InvariantCulture) ?? Fetched, PgServerOptions.DefaultMavenRepo, cancel);
    }

    /// <summary>Fetches the programs of a version, once for all clones of the user.</summary>
    internal static async Task<string> Fetch(string version, string repository, CancellationToken cancel)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) });

        try
        {
            await using var server = new PgServer(new PgServerOptions
            {
                PgVersion = version,
                BinariesDir = Path.Combine(PgCache.DefaultDirectory, "binaries"),
                DownloadRetryCount = 1,
                MavenRepo = repository,
                HttpClient = client,
            });
            await server.InstallAsync(cancel);

            return Path.Combine(server.InstallDir, "bin");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            throw new CannotStartException(
                $"This machine has no PostgreSQL that fits, and version {version} could not be fetched: install PostgreSQL, or set ConnectionStrings:Connectify to a database that exists.",
                e);
        }
    }

    /// <summary>The full path of a program on the PATH, or null.</summary>
    internal static string? OnPath(string program) =>
        Paths().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>The folders below the usual ones that hold the programs, the newest version first.</summary>
    internal static IEnumerable<string> InUsualFolders(IEnumerable<(string Parent, string Pattern, string Below)> usual) =>
        usual.Where(place => Directory.Exists(place.Parent))
            .SelectMany(place => Directory.EnumerateDirectories(place.Parent, place.Pattern)
                .OrderByDescending(VersionInName)
                .Select(folder => Path.Combine(folder, place.Below).TrimEnd('/')))
            .Where(IsComplete);

    private static string[] Paths() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    // initdb looks for the other programs beside itself, so a link to it says where they really are.
    private static IEnumerable<string> OnPath() =>
        Paths().Select(folder => new FileInfo(Path.Combine(folder, Programs[0])))
            .Where(initdb => initdb.Exists)
            .SelectMany(initdb => new[] { initdb.ResolveLinkTarget(returnFinalTarget: true)?.FullName, initdb.FullName })
            .OfType<string>()
            .Select(initdb => Path.GetDirectoryName(initdb)!)
            .Where(IsComplete);

    private static bool IsComplete(string folder) => Programs.All(program => File.Exists(Path.Combine(folder, program)));

    private static int VersionInName(string folder) =>
        int.TryParse(new string([.. Path.GetFileName(folder).SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit)]), out var version)
            ? version
            : 0;

    // "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", "postgres (PostgreSQL) 18beta1"
    private static async Task<int> Version(string folder)
    {
        try
        {
            var outcome = await Command.Run(Path.Combine(folder, Programs[2]), ["--version"]);
            var number = outcome.Output.Split(' ').ElementAtOrDefault(2) ?? "";

            return int.TryParse(new string([.. number.TakeWhile(char.IsAsciiDigit)]), out var version) ? version : 0;
        }
        catch (Win32Exception)
        {
            // A link to nowhere, or a program for another machine.
            return 0;
        }
    }
}

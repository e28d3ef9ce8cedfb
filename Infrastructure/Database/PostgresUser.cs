namespace Connectify.Infrastructure.Database;

/// <summary>
/// The user that PostgreSQL runs as. It refuses root, so root lends it another one: <c>postgres</c> where there is such
/// a user, else <c>nobody</c>.
/// </summary>
/// <param name="Uid">The user's number.</param>
/// <param name="Gid">Its group's number.</param>
internal sealed record PostgresUser(string Uid, string Gid)
{
    /// <summary>The user to lend, or null where PostgreSQL may run as the service does.</summary>
    internal static PostgresUser? Needed { get; } =
        !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess ? Find() : null;

    /// <summary>A program, and its arguments, run as this user.</summary>
    /// <param name="program">The program and its arguments.</param>
    /// <param name="folders">The folders that it must get at, wherever they lie.</param>
    /// <exception cref="CannotStartException">The machine has no way to run a program as another user.</exception>
    internal IEnumerable<string> Runs(IEnumerable<string> program, params string[] folders)
    {
        var setpriv = PostgresBinaries.OnPath("setpriv") ?? throw new CannotStartException(
            "PostgreSQL refuses to run as root and setpriv (util-linux) is missing: start the service as another user, or set ConnectionStrings:Connectify.");

        string[] way = folders.All(IsOpen) ? [] : ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];

        return [setpriv, $"--reuid={Uid}", $"--regid={Gid}", "--clear-groups", .. way, "--", .. program];
    }

    /// <summary>Gives a file or folder to this user.</summary>
    internal Task Own(string path) => Command.Run(PostgresBinaries.OnPath("chown")!, [$"{Uid}:{Gid}", path]);

    // A clone below /root, say, lies where no other user may go; only then the user needs more than its own rights.
    private static bool IsOpen(string folder)
    {
        for (var parent = new DirectoryInfo(folder).Parent; parent is not null; parent = parent.Parent)
        {
            if (!parent.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    private static PostgresUser Find()
    {
        var users = File.Exists("/etc/passwd") ? File.ReadAllLines("/etc/passwd").Select(line => line.Split(':')).ToList() : [];
        var user = users.Find(user => user[0] == "postgres") ?? users.Find(user => user[0] == "nobody");

        return user is { Length: > 3 } ? new PostgresUser(user[2], user[3]) : new PostgresUser("65534", "65534");
    }
}

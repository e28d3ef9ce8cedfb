using System.Net.Sockets;

namespace Connectify.Tests.Support;

/// <summary>The container engine of the machine, if it has one.</summary>
internal static class DockerEngine
{
    /// <summary>True when an engine listens; says so at once and without noise where there is none.</summary>
    internal static bool Answers() => Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 }
        || Sockets().Any(Listens)
        || File.Exists(@"\\.\pipe\docker_engine");

    private static IEnumerable<string> Sockets()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        return ["/var/run/docker.sock", $"{home}/.docker/run/docker.sock", $"{home}/.docker/desktop/docker.sock", $"{Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")}/docker.sock"];
    }

    private static bool Listens(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Connectify.Features.Accounts;
using Microsoft.Net.Http.Headers;

namespace Connectify.Features.Playground;

/// <summary>A file of the page as it is served.</summary>
internal sealed record PageFile(byte[] Content, string ContentType, EntityTagHeaderValue Tag);

/// <summary>The files of the page, which are in the assembly; each is read when it is first asked for.</summary>
internal sealed class PageFiles(Bootstrap bootstrap)
{
    internal const string Index = "index.html";

    // What goes before a file's path in the assembly.
    private const string Folder = "Playground/";

    private static readonly Assembly Home = typeof(PageFiles).Assembly;

    private static readonly Dictionary<string, string> ContentTypes = new()
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    };

    private readonly ConcurrentDictionary<string, PageFile> _read = [];

    /// <param name="path">Below <c>/playground/</c>.</param>
    internal PageFile? Find(string path) =>
        _read.TryGetValue(path, out var file) ? file
        : Read(path) is { } read ? _read.GetOrAdd(path, read)
        : null;

    private PageFile? Read(string path)
    {
        if (!ContentTypes.TryGetValue(Path.GetExtension(path), out var type) || Home.GetManifestResourceStream(Folder + path) is not { } stream)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var content = Encoding.UTF8.GetBytes(path == Index ? WithDemo(text) : text);

        return new PageFile(content, type, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\""));
    }

    // Whom one click signs in.
    private string WithDemo(string index) => index
        .Replace("{{demo-users}}", bootstrap.IsDemo ? string.Join(' ', Bootstrap.DemoUsers) : "")
        .Replace("{{demo-password}}", bootstrap.IsDemo ? Bootstrap.DemoPassword : "");
}

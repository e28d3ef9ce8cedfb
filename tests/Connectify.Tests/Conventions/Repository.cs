using System.Text.RegularExpressions;

namespace Connectify.Tests.Conventions;

/// <summary>The files that the service is written in.</summary>
internal static class Repository
{
    /// <summary>Where the solution is.</summary>
    internal static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The C# files below a folder of the root.</summary>
    internal static IReadOnlyList<SourceFile> Sources(string folder)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path)))
            .ToList();

        files.ShouldNotBeEmpty($"There is no C# file in {folder}.");

        return files;
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Connectify.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}

/// <param name="Path">From the root, with slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The file's name without its ending: the type that it declares.</summary>
    internal string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The feature that it belongs to, or null outside of features.</summary>
    internal string? Feature => Path.Split('/') is ["Features", var feature, _, ..] ? feature : null;

    /// <summary>The service's own namespaces that it uses, without the first word.</summary>
    internal IEnumerable<string> Usings => UsingLines().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>The code: what is neither using, comment nor the comment in a statement.</summary>
    internal string Code => Comments().Replace(Text, "");

    [GeneratedRegex(@"^(?:global )?using (?:static |\w+ = )?Connectify\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLines();

    [GeneratedRegex(@"^\s*(//|--|using ).*$", RegexOptions.Multiline)]
    private static partial Regex Comments();
}

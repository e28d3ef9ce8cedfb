using System.Reflection;
using Connectify.Features;

namespace Connectify.Tests.Conventions;

/// <summary>The operations: static classes in a feature's folder that have a <c>Handle</c>.</summary>
internal static class Slices
{
    internal static Assembly Service { get; } = typeof(Refusals).Assembly;

    internal static IReadOnlyList<Slice> All { get; } = Find();

    private static List<Slice> Find()
    {
        var files = Repository.Sources("Features").Where(file => file.Feature is not null);
        var slices =
            from file in files
            let type = Service.GetType($"Connectify.{Path.GetDirectoryName(file.Path)!.Replace('/', '.')}.{file.Name}")
            where type is { IsAbstract: true, IsSealed: true }
            let handle = type.GetMethod("Handle", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            where handle is not null
            select new Slice(type, handle, file);

        var found = slices.ToList();
        found.ShouldNotBeEmpty("There is no slice at all.");

        return found;
    }
}

internal sealed record Slice(Type Type, MethodInfo Handle, SourceFile File)
{
    internal string Name => Type.Name;
}

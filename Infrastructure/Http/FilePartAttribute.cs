namespace Connectify.Infrastructure.Http;

/// <summary>
/// On a request: the name of a part of its form in which files come. So many at most as a message has, or one. As
/// metadata of an endpoint it says that a form may be as large as they need.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class FilePartAttribute(string name, string description) : Attribute
{
    // Boundaries and headers of the parts.
    private const long Overhead = 1 << 20;

    internal string Name => name;

    internal string Description => description;

    /// <summary>True where there is at most one.</summary>
    public bool IsSingle { get; init; }

    /// <summary>How many files may come.</summary>
    internal int Most(Limits limits) => IsSingle ? 1 : limits.FilesPerMessage;

    /// <summary>Bytes of the largest form that need not be refused.</summary>
    internal static long MostBytes(IEnumerable<FilePartAttribute> parts, Limits limits) =>
        parts.Sum(part => (long)part.Most(limits) * limits.FileSize) + limits.JsonBody + Overhead;
}

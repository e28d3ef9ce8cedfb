using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Connectify.Infrastructure.Http.OpenApi;

/// <summary>Reads doc comments from the XML file that the compiler puts beside an assembly.</summary>
internal static partial class DocComments
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    /// <summary>The first sentence of a type's summary, without its full stop, and what follows it.</summary>
    internal static (string? Summary, string? Description) Of(Type type)
    {
        var comments = Files.GetOrAdd(type.Assembly, Load);
        var name = $"T:{type.FullName!.Replace('+', '.')}";

        if (TextOf(comments.GetValueOrDefault(name)?.Element("summary")) is not { } text)
        {
            return (null, null);
        }

        var sentences = BetweenSentences().Split(text, 2);

        return (sentences[0].TrimEnd('.'), sentences.ElementAtOrDefault(1));
    }

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");

        return File.Exists(path)
            ? XDocument.Load(path).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!)
            : [];
    }

    private static string? TextOf(XElement? element) =>
        element is null ? null : Spaces().Replace(string.Concat(element.Nodes().Select(TextOf)), " ").Trim();

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{((string?)see.Attribute("cref"))?.Split('.', ':')[^1]}`",
        XElement element => element.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(?<=\.)\s+(?=\p{Lu})")]
    private static partial Regex BetweenSentences();
}

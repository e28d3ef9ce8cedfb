using System.Reflection;
using System.Text.RegularExpressions;
using Connectify.Infrastructure.Http;

namespace Connectify.Tests.Conventions;

public sealed partial class RefusalTests
{
    private static readonly IReadOnlyList<SourceFile> Shared =
    [
        .. Repository.Sources("Features")
            .Where(file => file.Name != "Refusals" && Slices.All.All(slice => slice.File.Path != file.Path)),
    ];

    [Fact]
    public void What_a_slice_refuses_is_what_it_says_it_refuses()
    {
        Slices.All.SelectMany(slice => UsedBy(slice.File)).ShouldNotBeEmpty();

        var unsaid =
            from slice in Slices.All
            from refusal in UsedBy(slice.File).Except(SaidBy(slice))
            select $"{slice.File.Path}: {refusal}";
        var unused =
            from slice in Slices.All
            from refusal in SaidBy(slice).Except(UsedThrough(slice.File))
            select $"{slice.File.Path}: {refusal}";

        unsaid.ShouldBeEmpty("Name these in [Refuses(nameof(Refusals.…))] on Handle: the OpenAPI document shows them.");
        unused.ShouldBeEmpty("These are named in [Refuses], but nothing there answers them.");
    }

    private static IReadOnlyList<string> SaidBy(Slice slice) =>
        slice.Handle.GetCustomAttribute<RefusesAttribute>()?.Refusals ?? [];

    private static IEnumerable<string> UsedBy(SourceFile file) =>
        Uses().Matches(file.Code).Select(match => match.Groups[1].Value).Distinct();

    // In the slice, or in what it shares with others and mentions by name, and what that mentions.
    private static IEnumerable<string> UsedThrough(SourceFile slice)
    {
        var known = new List<SourceFile> { slice };

        for (var i = 0; i < known.Count; i++)
        {
            var mentioned = Shared.Except(known).Where(file => Regex.IsMatch(known[i].Code, $@"\b{file.Name}\b"));
            known.AddRange([.. mentioned]);
        }

        return known.SelectMany(UsedBy);
    }

    [GeneratedRegex(@"(?<!nameof\()\bRefusals\.(\w+)")]
    private static partial Regex Uses();
}

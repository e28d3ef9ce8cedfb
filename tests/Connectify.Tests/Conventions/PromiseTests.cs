using System.Text.RegularExpressions;

namespace Connectify.Tests.Conventions;

public sealed partial class PromiseTests
{
    private const string End = "## What to watch";

    [Fact]
    public void What_is_promised_to_operators_is_what_is_tested()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        var promises = Promise().Matches(page[..page.IndexOf(End, StringComparison.Ordinal)]).Select(line => line.Groups[1].Value.Trim().Replace(' ', '_')).ToList();
        var tests = typeof(PromiseTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FactAttribute), inherit: true))
            .Select(method => method.Name);

        promises.ShouldNotBeEmpty();
        promises.Except(tests).ShouldBeEmpty("Each of these lines in docs/operations.md is to be the name of a test.");
    }

    [GeneratedRegex("^- (.+)$", RegexOptions.Multiline)]
    private static partial Regex Promise();
}

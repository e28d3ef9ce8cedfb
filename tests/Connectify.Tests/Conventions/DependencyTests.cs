using System.Text.RegularExpressions;

namespace Connectify.Tests.Conventions;

public sealed class DependencyTests
{
    // Each feature, and the features below it that it may know.
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Accounts"] = [],
        ["Administration"] = ["Accounts"],
        ["Blocks"] = [],
        ["Chats"] = [],
        ["Messages"] = ["Chats"],
        ["Conversations"] = ["Messages", "Chats"],
        ["GroupChats"] = ["Messages", "Chats"],
        ["Realtime"] = ["Messages", "Chats"],
        ["Playground"] = ["Accounts"],
    };

    [Fact]
    public void Infrastructure_knows_no_feature()
    {
        var files = Repository.Sources("Infrastructure");
        files.SelectMany(file => file.Usings).ShouldContain(name => name.StartsWith("Infrastructure"));

        foreach (var file in files)
        {
            file.Usings.ShouldAllBe(name => name.StartsWith("Infrastructure"), file.Path);
            Mentions(file, "Features").ShouldBeFalse(file.Path);
        }
    }

    [Fact]
    public void Features_know_only_what_is_below_them()
    {
        var files = Repository.Sources("Features").Where(file => file.Feature is not null).ToList();
        files.SelectMany(file => file.Usings).ShouldNotBeEmpty();

        // A module may map another feature's handlers.
        foreach (var file in files.Where(file => !file.Name.EndsWith("Module")))
        {
            Below.ShouldContainKey(file.Feature!, $"{file.Path}: say here what this feature may know.");
            KnownBy(file).Except([file.Feature!, .. Below[file.Feature!]]).ShouldBeEmpty(file.Path);
        }
    }

    [Fact]
    public void A_slice_never_calls_another_slice()
    {
        foreach (var slice in Slices.All)
        {
            var others = Slices.All.Where(other => other != slice && Mentions(slice.File, other.Name));

            others.Select(other => other.Name).ShouldBeEmpty(slice.File.Path);
        }
    }

    // By a using, or by the last part of the namespace: all features are in one.
    private static IEnumerable<string> KnownBy(SourceFile file) =>
        file.Usings.Where(name => name.StartsWith("Features.")).Select(name => name.Split('.')[1])
            .Concat(Below.Keys.Where(feature => Mentions(file, feature)))
            .Distinct();

    private static bool Mentions(SourceFile file, string name) => Regex.IsMatch(file.Code, $@"(?<![.\w]){name}\.[A-Z]");
}

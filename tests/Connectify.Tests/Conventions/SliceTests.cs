using System.Xml.Linq;

namespace Connectify.Tests.Conventions;

public sealed class SliceTests
{
    private const int MostLines = 110;

    [Fact]
    public void Every_slice_has_its_tests_at_the_same_place()
    {
        var tests = typeof(SliceTests).Assembly.GetTypes()
            .Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute), inherit: true)))
            .Select(type => type.FullName);

        var expected = Slices.All.Select(slice => $"{slice.Type.FullName}Tests".Replace("Connectify.", "Connectify.Tests."));

        expected.Except(tests).ShouldBeEmpty();
    }

    [Fact]
    public void No_slice_is_long()
    {
        var tooLong = Slices.All.Where(slice => slice.File.Text.TrimEnd().Split('\n').Length > MostLines);

        tooLong.Select(slice => slice.File.Path).ShouldBeEmpty($"Beyond {MostLines} lines look for the second operation.");
    }

    [Fact]
    public void Every_slice_says_what_it_does()
    {
        var comments = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Connectify.xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary")?.Value.Trim());

        foreach (var slice in Slices.All)
        {
            comments.GetValueOrDefault($"T:{slice.Type.FullName}").ShouldNotBeNullOrEmpty(slice.File.Path);
        }
    }
}

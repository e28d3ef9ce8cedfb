using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Connectify.Infrastructure.Observability;
using Connectify.Tests.Conventions;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>The operators' page names each instrument, and none that there is not.</summary>
public sealed partial class MetricsPageTests(App app) : IClassFixture<App>
{
    [Fact]
    public void The_page_has_each_metric_with_its_unit()
    {
        using var measured = Measured.Of(app);
        MakeAll();
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

        var told = Row().Matches(page).Select(row => (row.Groups[1].Value, row.Groups[2].Value)).ToList();

        told.ShouldNotBeEmpty();
        told.ShouldBe(measured.Instruments.Select(one => (one.Name, UnitOf(one))).Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void Each_says_what_it_is()
    {
        using var measured = Measured.Of(app);
        MakeAll();

        measured.Instruments.ShouldAllBe(one => one.Description!.EndsWith('.'));
        measured.Instruments.ShouldAllBe(one => Name().IsMatch(one.Name));
    }

    // Some are not made before there is something to count.
    private void MakeAll()
    {
        var tables = typeof(Telemetry).Assembly.GetTypes()
            .Where(type => type.GetConstructors().Any(made => made.GetParameters().Any(given => given.ParameterType == typeof(IMeterFactory))))
            .ToList();

        tables.Count.ShouldBeGreaterThan(4);
        tables.ForEach(table => app.Services.GetService(table));
    }

    private static string UnitOf(Instrument one) => one.Unit is null or "1" ? "" : one.Unit.Trim('{', '}');

    [GeneratedRegex(@"^\| `(connectify\.[\w.]+)` \| ([^|]*?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^connectify(\.[a-z_]+){1,3}$")]
    private static partial Regex Name();
}

using System.Text.RegularExpressions;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Conventions;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>
/// The form of the dashboard and of the alerts. There is no Grafana to load the one: what Grafana would stumble over is
/// looked at here; whether there is data in it, in <see cref="PrometheusTests"/>.
/// </summary>
public sealed partial class DashboardTests
{
    [Fact]
    public void It_is_a_model_of_a_dashboard()
    {
        Dashboard.Model.GetProperty("uid").GetString().ShouldBe("connectify");
        Dashboard.Model.GetProperty("title").GetString().ShouldBe("Connectify");
        Dashboard.Model.GetProperty("schemaVersion").GetInt32().ShouldBeGreaterThanOrEqualTo(36);
        Dashboard.Model.TryGetProperty("id", out _).ShouldBeFalse("Grafana gives it one.");
        Dashboard.Model.GetProperty("templating").GetProperty("list").EnumerateArray().Select(one => one.GetProperty("name").GetString())
            .ShouldBe(["datasource", "instance"]);
        Dashboard.Panels.Where(panel => panel.GetProperty("type").GetString() == "row").Select(row => row.GetProperty("title").GetString())
            .ShouldBe(["Traffic", "Latency", "Sockets", "Realtime health", "Database pool", "Process"]);
    }

    [Fact]
    public void Panels_are_told_apart_and_say_where_their_data_comes_from()
    {
        Dashboard.Panels.Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();

        foreach (var panel in Dashboard.Panels.Where(panel => panel.GetProperty("type").GetString() != "row"))
        {
            panel.GetProperty("type").GetString().ShouldBe("timeseries");
            panel.GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace();
            panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString().ShouldNotBeNullOrEmpty();
            var targets = panel.GetProperty("targets").EnumerateArray().ToList();
            targets.ShouldNotBeEmpty();
            targets.Select(target => target.GetProperty("refId").GetString()).ShouldBeUnique();

            foreach (var source in targets.Append(panel).Select(one => one.GetProperty("datasource")))
            {
                source.GetProperty("type").GetString().ShouldBe("prometheus");
                source.GetProperty("uid").GetString().ShouldBe("${datasource}");
            }
        }
    }

    [Fact]
    public void Panels_lie_on_the_grid_and_none_on_another()
    {
        var taken = new HashSet<(int, int)>();

        foreach (var place in Dashboard.Panels.Select(panel => panel.GetProperty("gridPos")))
        {
            var (x, y, w, h) = (Of("x"), Of("y"), Of("w"), Of("h"));
            (x >= 0 && w > 0 && h > 0 && x + w <= 24).ShouldBeTrue(place.ToString());
            var cells = from column in Enumerable.Range(x, w) from line in Enumerable.Range(y, h) select (column, line);
            cells.ToList().ForEach(cell => taken.Add(cell).ShouldBeTrue(place.ToString()));

            int Of(string name) => place.GetProperty(name).GetInt32();
        }
    }

    [Fact]
    public void Rates_are_over_the_time_that_Grafana_chooses_and_of_the_nodes_that_were_chosen()
    {
        var expressions = Dashboard.Shown.SelectMany(panel => panel.Expressions).ToList();

        expressions.ShouldNotBeEmpty();
        expressions.ShouldAllBe(expression => expression.Contains("instance=~\"$instance\""));
        expressions.ShouldAllBe(expression => !expression.Contains("rate(") || expression.Contains("[$__rate_interval]"));
    }

    [Fact]
    public async Task The_alerts_are_rules_to_Prometheus_and_fire_when_they_should()
    {
        Assert.SkipWhen(PrometheusServer.Missing is not null, PrometheusServer.Missing ?? "");
        var cases = Path.Combine(Repository.Root, "deploy", "prometheus", "alerts.test.yaml");

        var check = await Command.Run(PrometheusServer.Tool!, ["check", "rules", Dashboard.AlertsPath]);
        var test = await Command.Run(PrometheusServer.Tool!, ["test", "rules", cases]);

        check.Code.ShouldBe(0, check.Output);
        test.Code.ShouldBe(0, test.Output);
    }

    [Fact]
    public void Each_alert_has_its_place_in_the_operators_page()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        var names = Alert().Matches(Dashboard.Alerts).Select(match => match.Groups[1].Value).ToList();
        var links = Runbook().Matches(Dashboard.Alerts).Select(match => match.Groups[1].Value);

        names.ShouldNotBeEmpty();
        links.ShouldBe(names.Select(name => name.ToLowerInvariant()));
        names.Where(name => !page.Contains($"\n#### {name}\n")).ShouldBeEmpty();
        Heading().Matches(page).Select(match => match.Groups[1].Value).ShouldBe(names);
    }

    [GeneratedRegex(@"^\s+- alert: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Alert();

    [GeneratedRegex(@"^\s+runbook_url: docs/operations\.md#(\w+)$", RegexOptions.Multiline)]
    private static partial Regex Runbook();

    [GeneratedRegex(@"^#### (Connectify\w+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

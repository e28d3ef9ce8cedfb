using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>A real Prometheus scrapes a real service under load: what dashboard and alerts ask for is there.</summary>
public sealed class PrometheusTests(Watched app) : IClassFixture<Watched>
{
    private const string Interval = "10s";

    [Fact]
    public async Task Every_panel_has_data_and_every_alert_is_evaluated()
    {
        Assert.SkipWhen(PrometheusServer.Missing is not null, PrometheusServer.Missing ?? "");
        await using var prometheus = await PrometheusServer.Start(app.Management, Dashboard.AlertsPath);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var load = app.Load(ending.Token);

        // Each is asked for while there is load: quantiles of nothing are no numbers.
        foreach (var (title, expressions) in Dashboard.Shown)
        {
            title.ShouldNotBeNullOrEmpty();

            foreach (var expression in expressions)
            {
                await Task.WhenAny(load, prometheus.Until(Dashboard.Filled(expression, Interval))).Unwrap();
            }
        }

        await ending.CancelAsync();
        await load;
        var metrics = (await app.Scrape()).Split('\n').Select(line => line.Split('{', ' ')[0]).ToHashSet();
        Dashboard.MetricsIn(Dashboard.Alerts).ShouldContain("connectify_gaps_found_total");
        Dashboard.MetricsIn($"{string.Join('\n', Dashboard.Shown.SelectMany(panel => panel.Expressions))}\n{Dashboard.Alerts}")
            .Where(metric => !metrics.Contains(metric)).ShouldBeEmpty();
        var alerts = await prometheus.Alerts();
        alerts.Count.ShouldBeGreaterThan(10);
        alerts.ShouldAllBe(alert => alert.Health == "ok");
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Connectify.Tests.Conventions;
using Connectify.Tests.Support;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Connectify.Tests.Infrastructure.Deployment;

/// <summary>What deploy/kubernetes promises, of the example as kustomize puts it together.</summary>
public sealed partial class KubernetesTests(App app, Manifests manifests)
    : IClassFixture<App>, IClassFixture<Manifests>, IAsyncLifetime
{
    // Of the host and the image, not of ours.
    private static readonly string[] HostSettings = ["ASPNETCORE_ENVIRONMENT", "ASPNETCORE_HTTP_PORTS"];

    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Kubectl.Missing is not null, Kubectl.Missing ?? "");

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_schemas_of_Kubernetes_have_nothing_against_it()
    {
        var (code, output) = await Kubectl.Check($"{manifests.Example}\n---\n{manifests.Job}");

        code.ShouldBe(0, output);
        output.Trim().ShouldBe("10 valid, 0 invalid");
    }

    [Fact]
    public async Task They_would_have_if_there_was_something()
    {
        var (code, output) = await Kubectl.Check(manifests.Example.Replace("containerPort: 8080", "containerPort: http"));

        code.ShouldBe(1);
        output.ShouldContain("Deployment connectify: ");
    }

    [Fact]
    public void A_node_has_longer_to_stop_than_it_takes()
    {
        var drain = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
        var before = TimeSpan.FromSeconds(manifests.Container.Lifecycle.PreStop.Sleep.Seconds);

        drain.ShouldBeGreaterThan(TimeSpan.Zero);
        before.ShouldBeGreaterThan(TimeSpan.Zero);
        TimeSpan.FromSeconds(manifests.Pod.TerminationGracePeriodSeconds!.Value).ShouldBeGreaterThan(before + drain + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Probes_ask_what_answers()
    {
        V1Probe[] probes = [manifests.Container.StartupProbe, manifests.Container.ReadinessProbe, manifests.Container.LivenessProbe];

        foreach (var probe in probes)
        {
            probe.HttpGet.Port.Value.ShouldBe("http");
            (await app.Get(probe.HttpGet.Path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        probes.Select(probe => probe.HttpGet.Path).ShouldBe(["/health/live", "/health/ready", "/health/live"]);
    }

    [Fact]
    public void A_start_is_given_longer_than_a_migration_may_be_waited_for()
    {
        var startup = manifests.Container.StartupProbe;

        (startup.PeriodSeconds!.Value * startup.FailureThreshold!.Value).ShouldBeGreaterThan(300);
        manifests.Deployment.Spec.ProgressDeadlineSeconds!.Value.ShouldBeGreaterThan(300);
    }

    [Fact]
    public void Every_port_is_where_it_is_looked_for()
    {
        var ports = manifests.Container.Ports.ToDictionary(port => port.Name, port => $"{port.ContainerPort}");

        ports["http"].ShouldBe(manifests.Settings["ASPNETCORE_HTTP_PORTS"]);
        ports["management"].ShouldBe(manifests.Settings["Management__Port"]);
        manifests.Deployment.Spec.Template.Metadata.Annotations["prometheus.io/port"].ShouldBe(ports["management"]);
        manifests.One<V1Service>().Spec.Ports.Single().TargetPort.Value.ShouldBe("http");
        Backend.Service.Name.ShouldBe(manifests.One<V1Service>().Metadata.Name);
        Backend.Service.Port.Name.ShouldBe(manifests.One<V1Service>().Spec.Ports.Single().Name);
        manifests.One<V1NetworkPolicy>().Spec.Ingress.SelectMany(rule => rule.Ports).Select(port => port.Port.Value)
            .ShouldBe(["http", "management"]);
        manifests.Text("PodMonitor").ShouldContain("port: management");
    }

    [Fact]
    public void Every_setting_is_one_of_the_service()
    {
        var known = SettingRows().Matches(Readme).SelectMany(row => Names().Matches(row.Value)).Select(name => name.Groups[1].Value).ToHashSet();
        known.ShouldContain("Attachments:S3:Bucket");

        var given = manifests.Settings.Keys.Except(HostSettings).Select(key => key.Replace("__", ":")).ToList();

        given.ShouldNotBeEmpty();
        given.Where(key => !known.Contains(key)).ShouldBeEmpty();
    }

    [Fact]
    public void No_secret_is_in_a_manifest()
    {
        manifests.All.OfType<V1Secret>().ShouldBeEmpty();
        manifests.Container.EnvFrom.Select(source => source.SecretRef?.Name).ShouldContain("connectify");
        manifests.Settings.Keys.Where(key => SecretKey().IsMatch(key)).ShouldBeEmpty();

        foreach (var file in Directory.EnumerateFiles(Manifests.Folder, "*", SearchOption.AllDirectories))
        {
            SecretText().IsMatch(File.ReadAllText(file)).ShouldBeFalse(file);
        }
    }

    [Fact]
    public void There_are_nodes_left_while_one_goes()
    {
        var least = manifests.One<V2HorizontalPodAutoscaler>().Spec.MinReplicas!.Value;
        var roll = manifests.Deployment.Spec.Strategy.RollingUpdate;

        int.Parse(manifests.One<V1PodDisruptionBudget>().Spec.MaxUnavailable.Value).ShouldBeLessThan(least);
        roll.MaxUnavailable.Value.ShouldBe("0");
        int.Parse(roll.MaxSurge.Value).ShouldBeGreaterThan(0);
        manifests.Deployment.Spec.Replicas.ShouldBeNull("The autoscaler says how many there are.");
    }

    [Fact]
    public void Nodes_are_scaled_by_a_metric_that_there_is()
    {
        var metric = manifests.One<V2HorizontalPodAutoscaler>().Spec.Metrics.Single(metric => metric.Type == "Pods").Pods.Metric.Name;
        var rule = File.ReadAllText(Path.Combine(Manifests.Folder, "prometheus-adapter.yaml"));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

        rule.ShouldContain($"seriesQuery: {metric}{{");
        rule.ShouldContain($"matches: ^{metric}$");
        page.ShouldContain($"`{metric.Replace('_', '.')}`");
    }

    [Fact]
    public void Every_selector_finds_the_nodes_and_nothing_else()
    {
        var labels = manifests.Deployment.Spec.Template.Metadata.Labels;

        foreach (var selector in new[]
        {
            manifests.Deployment.Spec.Selector.MatchLabels,
            manifests.One<V1Service>().Spec.Selector,
            manifests.One<V1PodDisruptionBudget>().Spec.Selector.MatchLabels,
            manifests.Pod.TopologySpreadConstraints[0].LabelSelector.MatchLabels,
        })
        {
            selector.ShouldBe(labels);
            selector.ShouldNotBe(manifests.One<V1Job>().Spec.Template.Metadata.Labels);
        }

        // The migration may reach the database, too.
        manifests.One<V1NetworkPolicy>().Spec.PodSelector.MatchLabels.ShouldBeSubsetOf(manifests.One<V1Job>().Spec.Template.Metadata.Labels);
        manifests.One<V2HorizontalPodAutoscaler>().Spec.ScaleTargetRef.Name.ShouldBe(manifests.Deployment.Metadata.Name);
    }

    [Fact]
    public void Nothing_runs_with_more_rights_than_it_needs()
    {
        foreach (var pod in new[] { manifests.Pod, manifests.One<V1Job>().Spec.Template.Spec })
        {
            var container = pod.Containers.Single();

            pod.AutomountServiceAccountToken.ShouldBe(false);
            pod.SecurityContext.RunAsNonRoot.ShouldBe(true);
            pod.SecurityContext.SeccompProfile.Type.ShouldBe("RuntimeDefault");
            container.SecurityContext.AllowPrivilegeEscalation.ShouldBe(false);
            container.SecurityContext.ReadOnlyRootFilesystem.ShouldBe(true);
            container.SecurityContext.Capabilities.Drop.ShouldBe(["ALL"]);
            container.Resources.Limits.Keys.ShouldContain("memory");
        }
    }

    [Fact]
    public void Files_are_kept_where_all_nodes_see_them()
    {
        manifests.Settings["Attachments__S3__Bucket"].ShouldNotBeEmpty();
        manifests.Container.VolumeMounts.Select(mount => mount.MountPath).ShouldContain(manifests.Settings["Attachments__Folder"]);
        manifests.Pod.Volumes.ShouldAllBe(volume => volume.EmptyDir != null);
    }

    [Fact]
    public void The_job_gives_a_command_that_there_is()
    {
        manifests.One<V1Job>().Spec.Template.Spec.Containers.Single().Args.ShouldBe(["migrate"]);
    }

    private V1IngressBackend Backend => manifests.One<V1Ingress>().Spec.Rules.Single().Http.Paths.Single().Backend;

    [GeneratedRegex(@"^\| `[A-Z][^|]*\|", RegexOptions.Multiline)]
    private static partial Regex SettingRows();

    [GeneratedRegex("`([A-Za-z0-9:_]+)`")]
    private static partial Regex Names();

    [GeneratedRegex("(?i)secret|password|signingkey|accesskey|connectionstring|token")]
    private static partial Regex SecretKey();

    [GeneratedRegex(@"(?i)kind: Secret\b|(password|secretkey|accesskey|signingkey)\s*[=:]\s*[""']?\w|BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}")]
    private static partial Regex SecretText();
}

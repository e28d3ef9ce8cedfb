using Connectify.Tests.Conventions;
using Connectify.Tests.Support;
using k8s;
using k8s.Models;

namespace Connectify.Tests.Infrastructure.Deployment;

/// <summary>The example of <c>deploy/kubernetes</c> as it is applied, and what lies beside it.</summary>
public sealed class Manifests : IAsyncLifetime
{
    internal static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "kubernetes");

    /// <summary>What the example comes to.</summary>
    internal string Example { get; private set; } = "";

    /// <summary>The migration by itself.</summary>
    internal string Job { get; } = File.ReadAllText(Path.Combine(Folder, "jobs", "migrate.yaml"));

    /// <summary>All as objects; reading them is strict: no name may be unknown, and none there twice.</summary>
    internal IReadOnlyList<object> All { get; private set; } = [];

    internal V1Deployment Deployment => One<V1Deployment>();

    internal V1PodSpec Pod => Deployment.Spec.Template.Spec;

    internal V1Container Container => Pod.Containers.Single();

    internal IDictionary<string, string> Settings => One<V1ConfigMap>().Data;

    /// <summary>The only one of a kind.</summary>
    internal T One<T>() => All.OfType<T>().Single();

    /// <summary>The manifest of a kind that Kubernetes itself does not know, as text.</summary>
    internal string Text(string kind) => Split(Example).Single(manifest => manifest.Contains($"\nkind: {kind}\n"));

    public async ValueTask InitializeAsync()
    {
        if (Kubectl.Missing is not null)
        {
            return;
        }

        Example = await Kubectl.Build(Path.Combine(Folder, "overlays", "example"));
        var known = Split(Example).Where(manifest => !manifest.Contains("apiVersion: monitoring.coreos.com")).Append(Job);
        All = [.. known.SelectMany(manifest => KubernetesYaml.LoadAllFromString(manifest, typeMap: null, strict: true))];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string[] Split(string manifests) => manifests.Split("\n---\n");
}

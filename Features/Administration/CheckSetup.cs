using System.CommandLine;
using Connectify.Infrastructure;
using Connectify.Infrastructure.CommandLine;
using Microsoft.Extensions.Options;

namespace Connectify.Features.Administration;

/// <summary>Looks at the settings and at all that the service needs: a line for each, and never a secret.</summary>
internal static class CheckSetup
{
    /// <param name="Name">What was looked at.</param>
    /// <param name="State"><c>ok</c>, <c>failed</c>, <c>not configured</c>, or <c>skipped</c> without readable settings.</param>
    /// <param name="Detail">What was found.</param>
    internal sealed record Finding(string Name, string State, string Detail);

    private const string Ok = "ok";
    private const string Failed = "failed";

    private static readonly (string Name, Func<WebApplication, CancellationToken, Task<string?>> Look)[] Needs =
    [
        ("database", Look.AtDatabase),
        ("redis", Look.AtRedis),
        ("files", Look.AtFiles),
    ];

    internal static Command Command(CommandRun run)
    {
        var command = new Command("check", "Look at the settings, the database, Redis and the store of files");
        command.SetAction(async (given, cancel) => await run.Show(await Handle(run.Build, cancel), given));

        return command;
    }

    internal static async Task<Outcome> Handle(Func<WebApplication> build, CancellationToken cancel)
    {
        Finding[] findings = [.. await FindAll(build, cancel)];

        return new Outcome(findings, HasFailed: findings.Any(finding => finding.State == Failed));
    }

    private static async Task<IEnumerable<Finding>> FindAll(Func<WebApplication> build, CancellationToken cancel)
    {
        WebApplication app;

        try
        {
            app = build();
        }
        catch (Exception e) when (StartFailure.Explain(e) is { } reason)
        {
            return Needs.Select(need => new Finding(need.Name, "skipped", "the settings cannot be read"))
                .Prepend(new Finding("settings", Failed, reason));
        }

        await using (app)
        {
            List<Finding> findings = [await Find("settings", () => Task.FromResult<string?>(Settings(app)))];

            foreach (var (name, look) in Needs)
            {
                findings.Add(await Find(name, () => look(app, cancel)));
            }

            return findings;
        }
    }

    private static async Task<Finding> Find(string name, Func<Task<string?>> look)
    {
        try
        {
            return await look() is { } found ? new Finding(name, Ok, found) : new Finding(name, "not configured", "");
        }
        catch (Exception e) when (StartFailure.Explain(e) is { } reason)
        {
            return new Finding(name, Failed, reason);
        }
    }

    private static string Settings(WebApplication app)
    {
        app.Services.GetService<IStartupValidator>()?.Validate();

        return app.Environment.EnvironmentName;
    }
}

using System.CommandLine;
using Connectify.Infrastructure.CommandLine;
using Connectify.Infrastructure.Observability;

namespace Connectify.Features.Administration;

/// <summary>What an operator does without the API: <c>dotnet Connectify.dll COMMAND</c>, by the settings of the service.</summary>
internal static class AdministrationCommands
{
    /// <summary>Runs a command; answers the process's exit code.</summary>
    /// <param name="arguments">The command, and settings beside those of files and environment.</param>
    /// <param name="build">Makes the service of its settings.</param>
    /// <param name="terminal">Where the command was given.</param>
    internal static Task<int> Run(string[] arguments, Func<string[], WebApplication> build, Terminal terminal)
    {
        var (command, settings) = Arguments.Part(arguments);
        var run = new CommandRun(build, settings, terminal, AdministrationJson.Default);

        return run.Run(Table(run), command);
    }

    private static RootCommand Table(CommandRun run) => new("Connectify. Without a command it serves; settings can be given to both, as in --Section:Key=value.")
    {
        new Command("organizations", "Whom users belong to")
        {
            CreateOrganization.Command(run),
            ListOrganizations.Command(run),
        },
        new Command("users", "Accounts, roles and passwords")
        {
            AddUser.Command(run),
            SetUserRole.Command(run),
            SetPassword.Command(run),
        },
        MigrateDatabase.Command(run),
        CheckSetup.Command(run),
        HealthCheck(),
        run.AsJson,
    };

    private static Command HealthCheck()
    {
        var command = new Command(HealthProbe.Verb, "Ask the service that runs here whether it is ready");
        command.SetAction((_, _) => HealthProbe.Run());

        return command;
    }
}

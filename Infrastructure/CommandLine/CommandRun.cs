using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connectify.Infrastructure.Database;
using Npgsql;
using Command = System.CommandLine.Command;

namespace Connectify.Infrastructure.CommandLine;

/// <summary>
/// Runs one command and says what came of it: 0 where it did what it should, 1 with a line on stderr where it was refused
/// or failed, 2 where it was not given as it has to be.
/// </summary>
/// <param name="build">Makes the service, which is not started, of its settings.</param>
/// <param name="settings">Those that were given with the command.</param>
/// <param name="terminal">Where it was given.</param>
/// <param name="json">How its answers are written.</param>
internal sealed class CommandRun(Func<string[], WebApplication> build, string[] settings, Terminal terminal, JsonSerializerContext json)
{
    private const int Failed = 1;
    private const int Misused = 2;

    // What a command has to say it says itself.
    private const string Quiet = "--Logging:LogLevel:Default=None";

    /// <summary>Where the command was given.</summary>
    internal Terminal Terminal => terminal;

    /// <summary>Answers with JSON instead of lines for people.</summary>
    internal Option<bool> AsJson { get; } = new("--json") { Description = "Answer with JSON", Recursive = true };

    /// <summary>Makes the service of the settings, to be asked for its parts. Nothing of it runs.</summary>
    internal WebApplication Build() => build([.. settings, Quiet]);

    /// <summary>Runs what the arguments say.</summary>
    internal async Task<int> Run(RootCommand root, string[] arguments)
    {
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

        if (parsed.Errors is [var error, ..])
        {
            var fault = parsed.UnmatchedTokens is [var unknown, ..] ? $"'{unknown}' was not expected." : error.Message;
            await terminal.Error.WriteLineAsync($"{fault} See --help.");

            return Misused;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = terminal.Out,
                Error = terminal.Error,
            });
        }
        catch (Exception e) when (Explain(e) is { } line)
        {
            await terminal.Error.WriteLineAsync(line);

            return Failed;
        }
    }

    /// <summary>Has a command do something with a database that is migrated.</summary>
    internal void Do(Command command, Func<ParseResult, IServiceProvider, CancellationToken, Task<Outcome>> work) =>
        command.SetAction((parsed, cancel) => OnDatabase(parsed, async (app, address) =>
        {
            var db = app.Services.GetRequiredService<NpgsqlDataSource>();

            if (await Migrator.IsCurrent(db, cancel))
            {
                return await work(parsed, app.Services, cancel);
            }

            // Nobody else will migrate the private one before it is used.
            if (app.Services.GetService<EmbeddedPostgres>() is null)
            {
                return Outcome.Refused($"{DatabaseStart.Place(db)} is not migrated: start the service, or give the command migrate.");
            }

            await Migrator.Migrate(address, app.Logger, cancel);

            return await work(parsed, app.Services, cancel);
        }, cancel));

    /// <summary>The same with the database as it is, and how to connect to it.</summary>
    internal async Task<int> OnDatabase(ParseResult parsed, Func<WebApplication, string, Task<Outcome>> work, CancellationToken cancel)
    {
        await using var app = Build();
        var address = await app.FindDatabase(cancel);

        try
        {
            return await Show(await work(app, address), parsed);
        }
        catch (Exception e) when (e is DatabaseUnavailableException or NpgsqlException)
        {
            throw DatabaseStart.Unusable(app.Services.GetRequiredService<NpgsqlDataSource>(), e);
        }
    }

    /// <summary>Writes down what a command came to.</summary>
    internal async Task<int> Show(Outcome outcome, ParseResult parsed)
    {
        if (outcome.Refusal is { } refusal)
        {
            await terminal.Error.WriteLineAsync(refusal);

            return Failed;
        }

        var answer = JsonSerializer.SerializeToElement(outcome.Answer, outcome.Answer!.GetType(), json);

        foreach (var line in parsed.GetValue(AsJson) ? [answer.GetRawText()] : Sheet.Lines(answer))
        {
            await terminal.Out.WriteLineAsync(line);
        }

        return outcome.HasFailed ? Failed : 0;
    }

    private static string? Explain(Exception e) => e is OperationCanceledException ? "Stopped." : StartFailure.Explain(e);
}

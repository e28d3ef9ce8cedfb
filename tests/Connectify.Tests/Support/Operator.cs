using System.Text.Json;
using Connectify.Features.Accounts;
using Connectify.Features.Administration;
using Connectify.Features.Realtime;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.CommandLine;
using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Support;

/// <summary>Somebody who gives commands, by settings of their own: as the program does it, but within this process.</summary>
internal sealed class Operator(params (string Key, string Value)[] settings)
{
    /// <summary>What came of a command.</summary>
    internal sealed record Answer(int Code, string Out, string Error)
    {
        internal JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Out);

        /// <summary>It did what it should, and said nothing but its answer.</summary>
        internal Answer ShouldBeDone()
        {
            Error.ShouldBeEmpty();
            Code.ShouldBe(0);

            return this;
        }

        /// <summary>It was refused, with this one line.</summary>
        internal void ShouldBeRefused(string line, int code = 1)
        {
            Error.TrimEnd('\n').ShouldBe(line);
            Out.ShouldBeEmpty();
            Code.ShouldBe(code);
        }
    }

    /// <summary>One whose commands go to the database of a service.</summary>
    internal static Operator Of(App app) => new(
        ("ConnectionStrings:Connectify", app.ConnectionString),
        ("Jwt:SigningKey", "a key of the tests, which is long enough"),
        ("Attachments:Folder", app.Files));

    /// <summary>Gives a command in words without spaces in them.</summary>
    internal Task<Answer> Says(string command) => Says(command.Split(' '));

    /// <summary>Gives a command.</summary>
    /// <param name="arguments">Its words.</param>
    /// <param name="piped">What is piped into it.</param>
    /// <param name="typed">What is typed, where somebody sits at the keyboard.</param>
    internal async Task<Answer> Says(string[] arguments, string piped = "", string? typed = null)
    {
        var (output, error, keys) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" }, new Queue<char>(typed ?? ""));
        var code = await AdministrationCommands.Run(
            arguments, Build, new Terminal(new StringReader(piped), output, error, typed is null ? null : () => Key(keys.Dequeue())));

        return new Answer(code, output.ToString(), error.ToString());
    }

    private static ConsoleKeyInfo Key(char character) => new(character, character switch
    {
        '\n' => ConsoleKey.Enter,
        '\b' => ConsoleKey.Backspace,
        _ => ConsoleKey.None,
    }, shift: false, alt: false, control: false);

    private WebApplication Build(string[] given)
    {
        var builder = WebApplication.CreateBuilder([.. settings.Select(setting => $"--{setting.Key}={setting.Value}"), .. given]);
        builder.AddDatabase();
        builder.AddJwtAuthentication();
        builder.AddAttachments();
        builder.AddAccounts();
        builder.AddRealtime();
        builder.Services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1);

        return builder.Build();
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using Connectify.Infrastructure.CommandLine;

namespace Connectify.Features.Administration;

/// <summary>
/// Where a command has a password from: typed twice without being shown, piped into it, or made. Never an argument, which
/// other users of the machine and the shell's history would see.
/// </summary>
internal sealed class PasswordOptions(Terminal terminal)
{
    // 20 of these 56, which are not mistaken for each other, are 116 bits.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Length = 20;

    private readonly Option<bool> _fromIn = new("--password-stdin") { Description = "Read the password from standard input" };
    private readonly Option<bool> _made = new("--generate-password") { Description = "Make a password, and show it once" };

    internal void AddTo(Command command)
    {
        command.Add(_fromIn);
        command.Add(_made);
        command.Validators.Add(Check);
    }

    /// <summary>Gets the password, when it is needed.</summary>
    internal Func<NewPassword> Of(ParseResult given) =>
        given.GetValue(_made) ? () => new NewPassword(RandomNumberGenerator.GetString(Alphabet, Length), IsMade: true)
        : given.GetValue(_fromIn) ? () => new NewPassword(Piped())
        : Typed;

    private void Check(CommandResult given)
    {
        var (fromIn, made) = (given.GetValue(_fromIn), given.GetValue(_made));

        if (fromIn && made)
        {
            given.AddError("Either --password-stdin or --generate-password was expected, not both.");
        }
        else if (!fromIn && !made && terminal.ReadKey is null)
        {
            given.AddError("There is nobody to ask for the password: give --password-stdin or --generate-password.");
        }
    }

    // Of what echo, or a file, puts after it, nothing belongs to it.
    private string Piped()
    {
        var text = terminal.In.ReadToEnd();

        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }

    private NewPassword Typed()
    {
        var password = new NewPassword(terminal.AskSecretly("Password: "));

        return password.Objection is null && terminal.AskSecretly("The same again: ") != password.Text
            ? password with { Objection = Objections.Differs }
            : password;
    }
}

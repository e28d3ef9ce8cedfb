using System.Text.RegularExpressions;
using Connectify.Infrastructure.Http;
using FluentValidation;

namespace Connectify.Features.Accounts;

/// <summary>What names, emails and passwords have to look like.</summary>
internal static partial class AccountRules
{
    internal const int LongestPassword = 128;

    private const int ShortestPassword = 8;
    private const int ShortestUsername = 3;
    private const int LongestUsername = 50;
    private const int LongestEmail = 254;
    private const int LongestName = 100;
    private const int LongestOrganization = 100;
    private const int LongestBio = 1000;
    private const int LongestUrl = 2048;

    private const string UsernameExpected = "3 to 50 letters, digits, dots, underscores and hyphens were expected.";
    private const string EmailExpected = "An email address of at most 254 characters was expected.";
    private const string NameExpected = "A name of at most 100 characters was expected.";

    internal static bool IsOrganization(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.IsAtMost(LongestOrganization);

    internal static bool IsUsername(string? text) =>
        text?.Length is >= ShortestUsername and <= LongestUsername && UsernameCharacters().IsMatch(text);

    internal static bool IsEmail(string? text) =>
        text?.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && IsVisible(text) && text.IsAtMost(LongestEmail);

    internal static bool IsPassword(string? text) =>
        !string.IsNullOrWhiteSpace(text) && Characters.Count(text) is >= ShortestPassword and <= LongestPassword;

    /// <summary>Text of white space only is empty, and so is text that was not given.</summary>
    internal static string OrEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? "" : text;

    internal static void Username<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Cascade(CascadeMode.Stop).Given()
            .Between(ShortestUsername, LongestUsername).WithMessage(UsernameExpected)
            .Must(IsUsername).WithMessage(UsernameExpected);

    internal static void Email<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Cascade(CascadeMode.Stop).Given()
            .AtMost(LongestEmail).WithMessage(EmailExpected)
            .Must(IsEmail).WithMessage(EmailExpected);

    internal static void NewPassword<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Cascade(CascadeMode.Stop).Given().Between(ShortestPassword, LongestPassword);

    internal static bool IsPersonName(string? text) => text.IsAtMost(LongestName);

    internal static void PersonName<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.AtMost(LongestName).WithMessage(NameExpected);

    internal static IRuleBuilderOptions<T, string?> GivenRole<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(Roles.Given.Contains).WithMessage("One of ADMIN, STAFF and USER was expected.");

    internal static IRuleBuilderOptions<T, TMember> Given<T, TMember>(this IRuleBuilder<T, TMember> rule) =>
        rule.NotEmpty().WithMessage("This is required.");

    internal static void EmailIfGiven<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.IfGiven(IsEmail).WithMessage(EmailExpected);

    internal static void PersonNameIfGiven<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.IfGiven(text => text is not null && text.IsAtMost(LongestName)).WithMessage(NameExpected);

    internal static void BioIfGiven<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.IfGiven(text => text.IsAtMost(LongestBio)).WithMessage("At most 1,000 characters were expected.");

    internal static void ImageIfGiven<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.IfGiven(text => text is null || IsImage(text))
            .WithMessage("An http or https URL of at most 2,048 characters was expected.");

    private static IRuleBuilderOptions<T, Optional<string>> IfGiven<T>(
        this IRuleBuilder<T, Optional<string>> rule, Func<string?, bool> isValid) =>
        rule.Must(member => !member.IsGiven || isValid(member.Value));

    // The image is never fetched, only shown: what else than http a client would open is not let in.
    private static bool IsImage(string text) =>
        IsVisible(text)
        && text.IsAtMost(LongestUrl)
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    private static bool IsVisible(string text) =>
        !text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z")]
    private static partial Regex UsernameCharacters();
}

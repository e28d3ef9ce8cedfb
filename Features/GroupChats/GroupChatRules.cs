using Connectify.Infrastructure.Http;
using FluentValidation;

namespace Connectify.Features.GroupChats;

/// <summary>What names and descriptions have to look like.</summary>
internal static class GroupChatRules
{
    private const int LongestName = 100;
    private const int LongestDescription = 1000;

    private const string NameExpected = "A name of 1 to 100 characters was expected.";

    internal static void IsName<T>(this IRuleBuilder<T, string?> rule) => rule.Must(IsName).WithMessage(NameExpected);

    internal static void IsNameIfGiven<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.Must(name => !name.IsGiven || IsName(name.Value)).WithMessage(NameExpected);

    internal static void IsDescription<T>(this IRuleBuilder<T, string?> rule) => rule.AtMost(LongestDescription);

    internal static void IsDescriptionIfGiven<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.Must(description => description.Value is null || Characters.Count(description.Value) <= LongestDescription)
            .WithMessage($"At most {LongestDescription:N0} characters were expected.");

    /// <summary>Text of white space only is empty, and so is text that was not given.</summary>
    internal static string OrEmpty(string? description) => string.IsNullOrWhiteSpace(description) ? "" : description;

    private static bool IsName(string? text) => !string.IsNullOrWhiteSpace(text) && Characters.Count(text) <= LongestName;
}

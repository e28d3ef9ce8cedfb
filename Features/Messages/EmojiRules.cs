using System.Reflection;
using System.Text;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.Metadata;

namespace Connectify.Features.Messages;

/// <summary>What serves as an emoji: 1 to 64 characters without white space and control characters.</summary>
internal static class EmojiRules
{
    internal const string Expected = "1 to 64 characters without white space were expected.";

    private const int Longest = 64;

    internal static void IsEmoji<T>(this IRuleBuilder<T, string?> emoji) =>
        emoji.Must(text => text is not null && IsEmoji(text)).WithMessage(Expected);

    internal static bool IsEmoji(string text) =>
        text.Length > 0
        && text.IsAtMost(Longest)
        && !text.EnumerateRunes().Any(rune => Rune.IsWhiteSpace(rune) || Rune.IsControl(rune));
}

/// <summary>Which of one's reactions are meant: those with <c>emoji</c>, or all.</summary>
internal sealed record EmojiQuery(string? Emoji) : IEndpointParameterMetadataProvider
{
    /// <exception cref="InvalidInputException">It is none, or given twice.</exception>
    public static ValueTask<EmojiQuery> BindAsync(HttpContext context) =>
        context.Request.Query.Text("emoji") is not { } emoji ? ValueTask.FromResult(new EmojiQuery(Emoji: null))
        : EmojiRules.IsEmoji(emoji) ? ValueTask.FromResult(new EmojiQuery(emoji))
        : throw new InvalidInputException("emoji", EmojiRules.Expected);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new QueryParameter("emoji", "Only this one; all where not given.", "string"));
}

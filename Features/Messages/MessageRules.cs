using Connectify.Infrastructure;
using Connectify.Infrastructure.Http;
using FluentValidation;

namespace Connectify.Features.Messages;

/// <summary>What every message keeps to, over REST and over a socket.</summary>
internal static class MessageRules
{
    private const int LongestKey = 64;

    /// <summary>What a message without text and files is told.</summary>
    internal const string NeedsText = "A message needs a text.";

    /// <summary>1 to <see cref="Limits.MessageLength"/> characters, not white space only.</summary>
    internal static IRuleBuilderOptions<T, string?> IsMessage<T>(this IRuleBuilder<T, string?> content, Limits limits) =>
        content
            .Must(text => !string.IsNullOrWhiteSpace(text)).WithMessage(NeedsText)
            .IsMessageOrNothing(limits);

    /// <summary>Up to <see cref="Limits.MessageLength"/> characters.</summary>
    internal static IRuleBuilderOptions<T, string?> IsMessageOrNothing<T>(this IRuleBuilder<T, string?> content, Limits limits) =>
        content
            .Must(text => text.IsAtMost(limits.MessageLength))
            .WithMessage($"A message has at most {limits.MessageLength} characters.");

    /// <summary>1 to 64 characters, not white space only, or absent.</summary>
    internal static void IsKey<T>(this IRuleBuilder<T, string?> key) =>
        key
            .Must(text => text is null || (!string.IsNullOrWhiteSpace(text) && text.IsAtMost(LongestKey)))
            .WithMessage($"A key has 1 to {LongestKey} characters.");
}

using FluentValidation;
using FluentValidation.Validators;

namespace Connectify.Infrastructure.Http;

/// <summary>Counts and bounds text in characters, which are Unicode code points.</summary>
internal static class Characters
{
    internal static int Count(string text) => text.EnumerateRunes().Count();

    /// <summary>True where a text has no more characters than that, or is null.</summary>
    internal static bool IsAtMost(this string? text, int longest) =>
        text is null || text.Length <= longest || Count(text) <= longest;

    /// <summary>No longer than that; null passes.</summary>
    internal static IRuleBuilderOptions<T, string?> AtMost<T>(this IRuleBuilder<T, string?> rule, int longest) =>
        rule.SetValidator(new Bounds<T>(0, longest)).WithMessage($"At most {longest:N0} characters were expected.");

    /// <summary>No shorter and no longer than that; null passes.</summary>
    internal static IRuleBuilderOptions<T, string?> Between<T>(
        this IRuleBuilder<T, string?> rule, int shortest, int longest) =>
        rule.SetValidator(new Bounds<T>(shortest, longest))
            .WithMessage($"{shortest:N0} to {longest:N0} characters were expected.");

    private sealed class Bounds<T>(int shortest, int longest) : PropertyValidator<T, string?>, ILengthValidator
    {
        public int Min => shortest;

        public int Max => longest;

        public override string Name => nameof(Characters);

        public override bool IsValid(ValidationContext<T> context, string? value) =>
            value is null || (Count(value) is var count && count >= shortest && count <= longest);
    }
}

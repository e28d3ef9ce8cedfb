using System.Text.Json;

namespace Connectify.Infrastructure.Http;

/// <summary>Says what is wrong with JSON, by member, and never in the serializer's own words: they hold type names.</summary>
internal static class UnreadableJson
{
    /// <summary>Stands for the whole where no member can be named.</summary>
    internal const string Body = "body";

    /// <summary>The member, as <c>member_ids[1]</c>, and what is wrong with it.</summary>
    internal static (string Member, string Text) Explain(JsonException exception) => exception switch
    {
        { InnerException: JsonException } => (Body, "This is not valid JSON, or it is nested too deeply."),
        WrongValueException => (MemberOf(exception), exception.Message),
        { InnerException: FormatException } => (MemberOf(exception), "The value is out of range, or not in the expected form."),
        _ when IsDuplicate(exception) => (MemberOf(exception), "This member is given more than once."),
        _ => (MemberOf(exception), "The value is not of the expected type."),
    };

    private static string MemberOf(JsonException exception) =>
        exception.Path is { } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : Body;

    // The serializer has no other mark for it.
    private static bool IsDuplicate(JsonException exception) =>
        exception.Message.StartsWith("Duplicate property", StringComparison.Ordinal);
}

namespace Connectify.Infrastructure.Http;

/// <summary>A body, query or header that could not be bound: a 400 that names the member and says what is wrong.</summary>
internal sealed class InvalidInputException(string member, string text) : BadHttpRequestException(text)
{
    /// <summary>The member, in snake_case.</summary>
    internal string Member { get; } = member;
}

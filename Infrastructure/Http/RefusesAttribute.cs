namespace Connectify.Infrastructure.Http;

/// <summary>
/// Names the refusals that a handler answers with, for the OpenAPI document. What every endpoint of its kind may answer
/// (no token, a body that cannot be read, a silent database) needs no mention.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefusesAttribute(params string[] refusals) : Attribute
{
    /// <summary>Names of members of the class of all refusals.</summary>
    internal IReadOnlyList<string> Refusals { get; } = refusals;
}

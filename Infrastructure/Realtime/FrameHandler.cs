using System.Text.Json;
using System.Text.Json.Serialization;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connectify.Infrastructure.Realtime;

/// <summary>Takes the frames of one type that clients send.</summary>
/// <param name="type">The frame's <c>type</c>.</param>
/// <param name="hasOwnLimit">True where something else than the limit on frames bounds how many may come.</param>
internal abstract class FrameHandler(string type, bool hasOwnLimit = false)
{
    /// <summary>The frame's <c>type</c>.</summary>
    internal string Type => type;

    /// <summary>True where something else than the limit on frames bounds how many may come.</summary>
    internal bool HasOwnLimit => hasOwnLimit;

    /// <summary>Takes one frame, or says what is wrong with it.</summary>
    internal abstract ValueTask<string?> Take(ReadOnlyMemory<byte> frame, Connection sender);
}

/// <summary>Takes the frames of one type, read into <typeparamref name="TFrame"/> and checked by its validator.</summary>
internal abstract class FrameHandler<TFrame>(string type, IServiceProvider services, bool hasOwnLimit = false)
    : FrameHandler(type, hasOwnLimit)
    where TFrame : class
{
    private readonly IValidator? _validator = Validation.Create(typeof(TFrame), services);

    internal sealed override async ValueTask<string?> Take(ReadOnlyMemory<byte> frame, Connection sender)
    {
        var content = JsonSerializer.Deserialize<TFrame>(frame.Span, Json.Options)!;

        if (_validator is not null && Validation.Errors(_validator, content) is { } errors)
        {
            return ErrorFrame.Line(errors);
        }

        await Handle(content, sender);

        return null;
    }

    /// <summary>Does what the frame asks for.</summary>
    protected abstract ValueTask Handle(TFrame frame, Connection sender);
}

/// <summary>Says what was wrong with a frame, and with which, where it had a key.</summary>
internal sealed record ErrorFrame(
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientMessageId = null)
    : ServerEvent("error")
{
    /// <summary>A mistake of the service, as it is counted.</summary>
    internal const string Fault = "fault";

    /// <summary>A database that does not answer, as it is counted.</summary>
    internal const string Unavailable = "unavailable";

    /// <summary>What it is counted as, where it is no refusal.</summary>
    [JsonIgnore]
    internal string Kind { get; init; } = "refused";

    /// <summary>The refusal that it is; null for what is wrong with the frame itself.</summary>
    [JsonIgnore]
    internal ProblemDetails? Refusal { get; private init; }

    /// <summary>A refusal in the words that it has over HTTP.</summary>
    internal static ErrorFrame Of(ProblemHttpResult refusal, string? key = null)
    {
        var detail = refusal.ProblemDetails.Extensions.TryGetValue("errors", out var errors)
            ? Line((IReadOnlyDictionary<string, string[]>)errors!)
            : refusal.ProblemDetails.Detail!;

        return new ErrorFrame(detail, key) { Refusal = refusal.ProblemDetails };
    }

    /// <summary>The first of what is wrong with the members of a frame.</summary>
    internal static string Line(IReadOnlyDictionary<string, string[]> errors) =>
        errors.Select(error => $"{error.Key}: {error.Value[0]}").First();
}

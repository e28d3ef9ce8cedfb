using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Connectify.Features.Chats;

/// <summary>The chat that a route names, with the kind that the route serves, so that one handler serves both kinds.</summary>
internal sealed record ChatId(long Id, string Kind) : IEndpointParameterMetadataProvider
{
    /// <summary>Reads <c>chatId</c> from the path and the kind from the endpoint.</summary>
    public static ValueTask<ChatId> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new ChatId(
            long.Parse((string)context.GetRouteValue("chatId")!),
            context.GetEndpoint()!.Metadata.GetRequiredMetadata<ChatKind.Of>().Kind));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
    }
}

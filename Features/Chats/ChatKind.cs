namespace Connectify.Features.Chats;

/// <summary>The two kinds of chat, as the database calls them. Each URL serves its own kind only.</summary>
internal static class ChatKind
{
    internal const string Conversation = "conversation";
    internal const string Group = "group";

    /// <summary>Endpoint metadata: the kind that the route serves, for handlers mapped under both.</summary>
    internal sealed record Of(string Kind);

    /// <summary>Says which kind the routes below serve.</summary>
    internal static TBuilder Serves<TBuilder>(this TBuilder routes, string kind)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new Of(kind));
}

using System.Reflection;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Connectify.Features.Chats;

/// <summary>
/// Which of the caller's chats are asked for: <c>organization_id</c> narrows; the list may be cut.
/// </summary>
internal sealed record ChatsQuery(long? OrganizationId, CutList Cut) : IEndpointParameterMetadataProvider
{
    internal int? Limit => Cut.Limit;

    internal DateTime? ActiveAt => Cut.Time;

    internal long? LastId => Cut.LastId;

    /// <exception cref="InvalidInputException">One is no number of 1 or more, or the cursor is none of ours.</exception>
    public static ValueTask<ChatsQuery> BindAsync(HttpContext context) =>
        ValueTask.FromResult(
            new ChatsQuery(context.Request.Query.Number("organization_id"), CutList.Read(context.Request)));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new QueryParameter("organization_id", "Only the chats of this organization."));
        CutList.Describe(builder);
    }

    /// <summary>What the statement of a list is given: @Me, @Kind, and what is asked for.</summary>
    internal object Parameters(Me me, string kind) =>
        new { Me = me.Id, Kind = kind, OrganizationId, ActiveAt, LastId, Limit };

    /// <summary>Adds the header that leads on from the last chat of a cut list.</summary>
    internal void LinkNext(HttpResponse response, DateTime activeAt, long lastId) =>
        Cut.LinkNext(response, activeAt, lastId);
}

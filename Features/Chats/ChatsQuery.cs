using System.Buffers.Text;
using System.Reflection;
using System.Text;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Metadata;

namespace Connectify.Features.Chats;

/// <summary>
/// Which of the caller's chats are asked for: <c>organization_id</c> narrows; with <c>limit</c> the list is cut, and a
/// <c>Link</c> header leads on by an opaque <c>cursor</c>.
/// </summary>
internal sealed record ChatsQuery(
    long? OrganizationId, int? Limit, DateTime? ActiveAt, long? LastId, HttpRequest Request)
    : IEndpointParameterMetadataProvider
{
    /// <exception cref="InvalidInputException">One is no number of 1 or more, or the cursor is none of ours.</exception>
    public static ValueTask<ChatsQuery> BindAsync(HttpContext context)
    {
        var request = context.Request;
        var limit = request.Query.Number("limit") is null ? (int?)null : request.PageSize("limit");
        var (activeAt, lastId) = request.Query.Text("cursor") is { } cursor ? Read(cursor) : default;

        return ValueTask.FromResult(
            new ChatsQuery(request.Query.Number("organization_id"), limit, activeAt, lastId, request));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new QueryParameter("organization_id", "Only the chats of this organization."));
        builder.Metadata.Add(new QueryParameter("limit", "Cuts the list, at 100 at most; a Link header leads on."));
        builder.Metadata.Add(new QueryParameter("cursor", "From the Link header of the list before.", "string"));
    }

    /// <summary>Adds the header that leads on from the last chat of a cut list.</summary>
    internal void LinkNext(HttpResponse response, DateTime activeAt, long lastId)
    {
        var cursor = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{activeAt.Ticks}-{lastId}"));
        var others = Request.Query.Where(parameter => parameter.Key != "cursor");
        var query = QueryString.Create(others.Append(new("cursor", cursor)));
        var next = UriHelper.BuildAbsolute(Request.Scheme, Request.Host, Request.PathBase, Request.Path, query);
        response.Headers.Link = $"<{next}>; rel=\"next\"";
    }

    private static (DateTime?, long?) Read(string cursor)
    {
        var bytes = new byte[cursor.Length];

        if (Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length).Split('-') is [var ticks, var id]
            && long.TryParse(ticks, out var time) && time >= 0 && time <= DateTime.MaxValue.Ticks
            && long.TryParse(id, out var lastId))
        {
            return (new DateTime(time, DateTimeKind.Utc), lastId);
        }

        throw new InvalidInputException("cursor", "It is none that this list gave.");
    }
}

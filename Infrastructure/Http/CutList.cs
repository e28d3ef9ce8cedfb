using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;

namespace Connectify.Infrastructure.Http;

/// <summary>
/// Which part of a list, latest first, is asked for: with <c>limit</c> it is cut, and a <c>Link</c> header leads on by an
/// opaque <c>cursor</c>.
/// </summary>
/// <param name="Limit">How many; null where the list is not cut.</param>
/// <param name="Time">The time of the last entry of the part before, UTC; null for the first part.</param>
/// <param name="LastId">The id of that entry, for those of equal time.</param>
/// <param name="Request">What asks.</param>
internal sealed record CutList(int? Limit, DateTime? Time, long? LastId, HttpRequest Request)
{
    /// <exception cref="InvalidInputException">The limit is no number of 1 or more, or the cursor is none of ours.</exception>
    internal static CutList Read(HttpRequest request)
    {
        var limit = request.Query.Number("limit") is null ? (int?)null : request.PageSize("limit");
        var (time, lastId) = request.Query.Text("cursor") is { } cursor ? Read(cursor) : default;

        return new CutList(limit, time, lastId, request);
    }

    /// <summary>Names the parameters, for the OpenAPI document.</summary>
    internal static void Describe(EndpointBuilder builder)
    {
        builder.Metadata.Add(new QueryParameter("limit", "Cuts the list, at 100 at most; a Link header leads on."));
        builder.Metadata.Add(new QueryParameter("cursor", "From the Link header of the list before.", "string"));
    }

    /// <summary>Adds the header that leads on from the last entry of a cut list.</summary>
    internal void LinkNext(HttpResponse response, DateTime time, long lastId)
    {
        var cursor = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{time.Ticks}-{lastId}"));
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

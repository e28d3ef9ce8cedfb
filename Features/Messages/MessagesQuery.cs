using System.Reflection;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Connectify.Features.Messages;

/// <summary>
/// Which messages are asked for: a page, or with <c>before</c> or <c>after</c> and <c>limit</c> those next to a message.
/// </summary>
internal sealed record MessagesQuery(PageQuery? Page, long? Anchor, bool IsAfter, int Size) : IEndpointParameterMetadataProvider
{
    // Far beyond the length of any chat, and far from overflowing.
    private const long Deepest = 1L << 50;

    private static readonly string[] Ways = ["page", "before", "after"];

    /// <summary>How many newer messages a page leaves out.</summary>
    internal long Skip => Math.Min(Page?.Skip ?? 0, Deepest);

    /// <exception cref="InvalidInputException">Two of the three are given, or one is no number of 1 or more.</exception>
    public static ValueTask<MessagesQuery> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var before = query.Number("before");
        var after = query.Number("after");
        var given = Ways.Where(query.ContainsKey).ToList();

        if (given.Count > 1)
        {
            throw new InvalidInputException(given[1], $"It can't be combined with {given[0]}.");
        }

        return ValueTask.FromResult(
            before is null && after is null
                ? OfPage(PageQuery.Read(context.Request))
                : new MessagesQuery(null, before ?? after, after is not null, context.Request.PageSize("limit")));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        PageQuery.PopulateMetadata(parameter, builder);
        builder.Metadata.Add(new QueryParameter("before", "A message of the chat: instead of a page, those before it."));
        builder.Metadata.Add(new QueryParameter("after", "A message of the chat: instead of a page, those after it."));
        builder.Metadata.Add(new QueryParameter("limit", "How many before or after, 20 where not given, 100 at most."));
    }

    private static MessagesQuery OfPage(PageQuery page) => new(page, null, false, page.Size);
}

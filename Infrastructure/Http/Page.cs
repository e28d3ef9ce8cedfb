using System.Reflection;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Connectify.Infrastructure.Http;

/// <summary>One page of a longer list, newest first.</summary>
/// <param name="Count">How many there are on all pages.</param>
/// <param name="Next">Absolute URL of the page that follows, or null.</param>
/// <param name="Previous">Absolute URL of the page before, or null.</param>
/// <param name="Results">What is on this page.</param>
internal sealed record Page<T>(long Count, string? Next, string? Previous, IReadOnlyList<T> Results);

/// <summary>Which page is asked for: <c>page</c>, 1 and up, and <c>page_size</c>, 20 where not given.</summary>
internal sealed record PageQuery(long Page, int Size, HttpRequest Request) : IEndpointParameterMetadataProvider
{
    /// <summary>How many come before this page.</summary>
    internal long Skip => Page > long.MaxValue / Size ? long.MaxValue : (Page - 1) * Size;

    /// <exception cref="InvalidInputException">One of the two is no number, or below 1.</exception>
    public static ValueTask<PageQuery> BindAsync(HttpContext context) => ValueTask.FromResult(Read(context.Request));

    internal static PageQuery Read(HttpRequest request) =>
        new(request.Query.Number("page") ?? 1, request.PageSize("page_size"), request);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new QueryParameter("page", "Page number, 1 where not given."));
        builder.Metadata.Add(new QueryParameter("page_size", "How many on a page, 20 where not given, 100 at most."));
    }

    /// <summary>The page, or null where it is past the end; the first page never is.</summary>
    internal Page<T>? Of<T>(long count, IReadOnlyList<T> results) =>
        Page > 1 && Skip >= count
            ? null
            : new Page<T>(
                count,
                Skip < count - Size ? Url(Page + 1) : null,
                Page > 1 ? Url(Page - 1) : null,
                results);

    private string Url(long page)
    {
        var others = Request.Query.Where(parameter => parameter.Key != "page");
        var query = QueryString.Create(others.Append(new("page", page.ToString())));

        return UriHelper.BuildAbsolute(Request.Scheme, Request.Host, Request.PathBase, Request.Path, query);
    }
}

/// <summary>A whole number that a self-binding parameter reads from the query, for the OpenAPI document.</summary>
internal sealed record QueryParameter(string Name, string Description, string Type = "integer");

internal static class PageSizes
{
    private const int Default = 20;

    /// <summary>How many are asked for; what is above the limit is taken as the limit.</summary>
    internal static int PageSize(this HttpRequest request, string parameter)
    {
        var limits = request.HttpContext.RequestServices.GetRequiredService<IOptions<Limits>>().Value;

        return (int)Math.Min(request.Query.Number(parameter) ?? Default, limits.PageSize);
    }
}

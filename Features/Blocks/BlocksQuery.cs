using System.Reflection;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Connectify.Features.Blocks;

/// <summary>Which of the caller's blocks are asked for: <c>organization_id</c> narrows; the list may be cut.</summary>
internal sealed record BlocksQuery(long? OrganizationId, CutList Cut) : IEndpointParameterMetadataProvider
{
    /// <exception cref="InvalidInputException">One is no number of 1 or more, or the cursor is none of ours.</exception>
    public static ValueTask<BlocksQuery> BindAsync(HttpContext context) =>
        ValueTask.FromResult(
            new BlocksQuery(context.Request.Query.Number("organization_id"), CutList.Read(context.Request)));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new QueryParameter("organization_id", "Only the blocks in this organization."));
        CutList.Describe(builder);
    }
}

using System.Diagnostics.Metrics;
using Connectify.Infrastructure.Observability;
using Microsoft.AspNetCore.Mvc;
using static Connectify.Infrastructure.Observability.Telemetry;

namespace Connectify.Infrastructure.Http;

/// <summary>Counts the answers of 400 and above.</summary>
internal sealed class RefusalMetrics(IMeterFactory meters, RefusalKinds kinds) : IBeginsAtZero
{
    private readonly Counter<long> _refusals = meters.OfService().CreateCounter<long>(
        "connectify.http.refusals", "{request}", "Requests that were refused, or failed.");

    /// <summary>Those of which a single one is of interest.</summary>
    public void Begin()
    {
        foreach (var status in new[] { StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable })
        {
            Count(0, status, RefusalKinds.Of(status));
        }
    }

    /// <summary>Counts an answer that is about to go out.</summary>
    internal void Count(HttpContext context)
    {
        if (_refusals.Enabled)
        {
            var status = context.Response.StatusCode;
            var problem = context.Features.Get<ProblemDetails>();
            var kind = problem?.Status == status ? kinds.Of(problem) : RefusalKinds.Of(status);

            Count(1, status, kind);
        }
    }

    private void Count(int requests, int status, string kind) =>
        _refusals.Add(requests, Tag("http.response.status_code", status), Tag(RefusalKinds.Attribute, kind));
}

using System.Diagnostics.Metrics;
using Connectify.Infrastructure.Observability;
using Microsoft.AspNetCore.Mvc;
using static Connectify.Infrastructure.Observability.Telemetry;

namespace Connectify.Infrastructure.Http;

/// <summary>Counts the answers of 400 and above.</summary>
internal sealed class RefusalMetrics(IMeterFactory meters, RefusalKinds kinds)
{
    private readonly Counter<long> _refusals = meters.OfService().CreateCounter<long>(
        "connectify.http.refusals", "{request}", "Requests that were refused, or failed.");

    /// <summary>Counts an answer that is about to go out.</summary>
    internal void Count(HttpContext context)
    {
        if (_refusals.Enabled)
        {
            var status = context.Response.StatusCode;
            var problem = context.Features.Get<ProblemDetails>();
            var kind = problem?.Status == status ? kinds.Of(problem) : RefusalKinds.Of(status);

            _refusals.Add(1, Tag("http.response.status_code", status), Tag(RefusalKinds.Attribute, kind));
        }
    }
}

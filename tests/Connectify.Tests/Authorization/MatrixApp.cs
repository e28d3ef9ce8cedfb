using System.Reflection;
using System.Text.RegularExpressions;
using Connectify.Features.Chats;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Authorization;

/// <summary>The service as the matrix asks it: who registers awaits activation.</summary>
public sealed partial class MatrixApp : App
{
    // What is no part of the API, and may be seen by everybody.
    private static readonly string[] Infrastructure =
        ["/health/live", "/health/ready", "/openapi/{documentName}.json", "/scalar", "/asyncapi"];

    private ILookup<string, string>? _spellings;

    /// <summary>Every operation that the service offers, with its spellings; a frame has one, which is empty.</summary>
    internal ILookup<string, string> Spellings => _spellings ??= Find();

    protected override IEnumerable<(string Key, string Value)> Settings =>
        [("Accounts:RequireActivation", "true"), ("Playground:Enabled", "false")];

    // What one handler does for one kind of chat by one method is one operation, however it is spelled.
    private ILookup<string, string> Find()
    {
        var routes =
            from endpoint in Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let path = $"/{endpoint.RoutePattern.RawText!.Trim('/')}"
            where !Infrastructure.Any(path.StartsWith)
            let method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Single() ?? "SOCKET"
            let kind = endpoint.Metadata.GetMetadata<ChatKind.Of>()
            group path by (method, kind, endpoint.Metadata.GetMetadata<MethodInfo>()) into operation
            let name = $"{operation.Key.method} {Constraint().Replace(operation.First(), "")}"
            from spelling in operation.Distinct().SelectMany(path => new[] { path, $"{path}/" })
            select (name, spelling);
        var frames = Services.GetServices<FrameHandler>().Select(frame => (name: $"FRAME {frame.Type}", spelling: ""));

        return routes.Concat(frames).ToLookup(operation => operation.name, operation => operation.spelling);
    }

    [GeneratedRegex(@":\w+(?=\})")]
    private static partial Regex Constraint();
}

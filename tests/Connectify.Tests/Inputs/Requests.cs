using System.Reflection;
using System.Text.RegularExpressions;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;
using CsCheck;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Inputs;

/// <summary>Requests to every route that the running service has, in every spelling: the right ones, bent.</summary>
internal sealed class Requests
{
    private static readonly string[] Ours = ["/api/", "/ws/", "/health/"];

    private static readonly Gen<string> OtherMethod = Gen.OneOf(
        "HEAD", "OPTIONS", "TRACE", "GET", "POST", "PUT", "PATCH", "DELETE", "QUERY", "PROPFIND", "get", "POSTPOSTPOST", "X-Y");

    private static readonly Gen<string> End = Gen.Frequency(
        (10, Gen.OneOf("/", "")), (1, Gen.OneOf("//", "/.", "/..", "/%2f", "%2f", "/%2e%2e/", ";a=b", "/;", "%20", "%00", "/x", "\\", "#a", ".json", "?", "&")));

    private static readonly Gen<string> ContentType = Gen.Frequency(
        (20, Gen.Const("application/json")),
        (2, Gen.OneOf("application/json; charset=utf-8", "APPLICATION/JSON;charset=\"UTF-8\"", "application/merge-patch+json")),
        (3, Gen.OneOf(
            "text/plain", "application/json; charset=utf-16", "application/json; charset=klingon", "application/json;", "application/json; charset",
            "application/json, text/html", "/", "", ";;;", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x",
            "multipart/form-data; boundary=\"" + new string('b', 500) + "\"", "application/x-www-form-urlencoded", "application/xml", "json",
            "multipart/mixed; boundary=x", "image/png")));

    private static readonly Gen<(string, string)> OddHeader = Gen.OneOf(
        ("Idempotency-Key", ""), ("Idempotency-Key", "   "), ("Idempotency-Key", "key-1"), ("Idempotency-Key", new string('k', 65)),
        ("Idempotency-Key", new string('k', 20_000)), ("Idempotency-Key", "😀"), ("Idempotency-Key", "a,b"), ("Idempotency-Key", "'; --"),
        ("Idempotency-Key", "%00"), ("X-HTTP-Method-Override", "DELETE"), ("X-HTTP-Method", "DELETE"), ("X-Method-Override", "PUT"),
        ("Content-Encoding", "gzip"), ("Content-Encoding", "identity"), ("Content-Encoding", ""), ("Accept", "text/html;q=0.5, */*;q=0"),
        ("Accept", "application/xml"), ("Accept", ";;;"), ("Accept-Encoding", "gzip, br"), ("Accept-Charset", "utf-7"), ("Accept-Language", "x-klingon"),
        ("Origin", "https://evil.example"), ("Origin", "null"), ("Referer", "\\\\x"), ("Cookie", "session=1; ;=;"), ("Range", "bytes=0-"),
        ("Range", "bytes=-1,5-2,abc"), ("If-None-Match", "*"), ("If-Match", "\"x\""), ("If-Modified-Since", "never"), ("Expect", "100-continue"),
        ("X-Forwarded-For", "127.0.0.1, ::1, x"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "gopher"), ("X-User-Id", "1"),
        ("X-Original-URL", "/api/accounts/profile/"), ("Forwarded", "for=\"_x\""), ("Host", "evil.example"), ("Host", ""), ("Host", "a b"),
        ("Host", "[::1]:80:80"), ("Host", "xn--\u00fc"), ("User-Agent", new string('u', 5_000)), ("Upgrade", "websocket"), ("Connection", "Upgrade"),
        ("Connection", "close"), ("Connection", "keep-alive, x"), ("Sec-WebSocket-Key", "x"), ("Sec-WebSocket-Protocol", "bearer"),
        ("Sec-WebSocket-Protocol", "bearer, x, ,,"), ("Authorization", "Basic YTpi"), ("Authorization", "Bearer"), ("Authorization", "Bearer  "),
        ("Content-Length", "0"), ("Content-Length", "-1"), ("Content-Length", "99999999999999999999"), ("Transfer-Encoding", "gzip"),
        ("traceparent", "00-" + new string('z', 32) + "-x-01"), ("baggage", "a=\u0001"), ("X\u00e9", "y"), ("X-Big", new string('x', 40_000)), ("", "x"));

    private readonly World _world;
    private readonly Objects _objects;

    internal Requests(App app, World world)
    {
        (_world, _objects) = (world, new Objects(world));
        Operations =
        [
            .. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => Ours.Any(endpoint.RoutePattern.RawText!.StartsWith))
                .SelectMany(endpoint =>
                    (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                        .Select(method => new Operation(method, endpoint))),
        ];
        Any = Gen.OneOf([.. Operations.Select(Of)]);
    }

    internal IReadOnlyList<Operation> Operations { get; }

    internal Gen<Attempt> Any { get; }

    private Gen<Attempt> Of(Operation operation) =>
        Gen.Select(
            Gen.Frequency((3, Gen.OneOf("alice", "bob")), (2, Gen.OneOf("admin", "superuser", "mallory")), (1, Gen.OneOf("nobody", "garbage"))),
            Gen.Frequency((14, Gen.Const(operation.Method)), (1, OtherMethod)),
            Path(operation),
            Query(operation),
            OddHeader.Array[0, 2].Select(Gen.Int[0, 3], (headers, choice) => choice == 0 ? headers : []),
            operation.TakesForms ? Gen.Frequency((1, Json(operation)), (1, Form(operation))) : Json(operation),
            (caller, method, path, query, headers, body) => new Attempt(
                caller, $"{operation.Method} {operation.Pattern}", method, path + query,
                body.Bytes is null ? headers : [("Content-Type", body.Type), .. headers], body.Bytes));

    private Gen<(string Type, byte[]? Bytes)> Json(Operation operation) =>
        ContentType.Select(Body(operation), (type, body) => (type, body));

    private Gen<(string Type, byte[]? Bytes)> Form(Operation operation)
    {
        var value = Gen.Frequency((4, Odd.Text), (2, Gen.OneOf([.. _world.Users, .. _world.Messages]).Select(id => $"{id}")), (2, Odd.Json));

        return Forms.Of(Objects.NamesOf(operation.Body!), value).Select(form => (form.Type, (byte[]?)form.Body));
    }

    private Gen<string> Path(Operation operation)
    {
        var segments = operation.Pattern.Trim('/').Split('/').Select(segment => segment.StartsWith('{')
            ? Parameter(segment.Trim('{', '}').Split(':', '?')[0], operation)
            : Gen.Frequency((60, Gen.Const(segment)), (1, Gen.OneOf(segment.ToUpperInvariant(), $"%{(int)segment[0]:x2}{segment[1..]}", $"./{segment}", $"x/../{segment}", $"/{segment}"))));

        return Odd.Each(segments).Select(End, (parts, end) => $"/{string.Join('/', parts)}{end}");
    }

    private Gen<string> Parameter(string name, Operation operation)
    {
        var ids = name switch
        {
            "chatId" when operation.IsOfGroups => operation.Method == "DELETE" ? _world.ExpendableGroups : _world.Groups,
            "chatId" => operation.Method == "DELETE" ? _world.Expendable : _world.Chats,
            "messageId" => _world.Messages,
            "blockId" => _world.Blocks,
            "attachmentId" => _world.Attachments,
            "organizationId" => _world.Organizations,
            _ => _world.Users,
        };

        return Gen.Frequency(
            (12, Gen.OneOf(ids).Select(id => $"{id}")),
            (1, Gen.OneOf(ids).Select(id => $"{id + 1}")),
            (1, Gen.OneOf([.. _world.Messages, .. _world.Users, .. _world.Chats, .. _world.Groups]).Select(id => $"{id}")),
            (3, Odd.Id));
    }

    private static Gen<string> Query(Operation operation)
    {
        var names = operation.Query.Count > 0 ? operation.Query : ["x"];
        var value = Gen.Frequency(
            (3, Gen.OneOf("1", "2", "20", "100")), (4, Odd.Id), (2, Odd.Text.Where(text => text.Length < 2_000).Select(Uri.EscapeDataString)));
        var one = Gen.Select(Gen.Frequency((9, Gen.OneOf([.. names])), (1, Gen.OneOf("token", "format", "cursor", "emoji", "page[]", "PAGE", "%00", "", "a b"))), value,
            (name, text) => $"{name}={text}");

        return Gen.Select(one.Array[1, 3], Gen.Int[0, operation.Query.Count > 0 ? 1 : 9], (all, choice) => choice == 0 ? $"?{string.Join('&', all)}" : "");
    }

    private Gen<byte[]?> Body(Operation operation)
    {
        var fitting = operation.Body is { } type ? _objects.Of(type) : Gen.Const("{}");
        var body = Gen.Frequency((12, fitting), (1, Odd.Json))
            .Select(Odd.Damage, (text, damage) => (byte[]?)damage(Odd.Bytes(text)));

        return operation.Body is null
            ? Gen.Frequency((9, Gen.Const((byte[]?)null)), (1, body))
            : Gen.Frequency((1, Gen.Const((byte[]?)null)), (25, body));
    }
}

/// <summary>A route, one of its methods, and what it takes.</summary>
internal sealed partial class Operation(string method, RouteEndpoint endpoint)
{
    internal string Method => method;

    internal string Pattern { get; } = endpoint.RoutePattern.RawText!;

    /// <summary>What its body is read into; null where it takes none.</summary>
    internal Type? Body { get; } = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters()
        .SelectMany(parameter => parameter.ParameterType.GetGenericArguments().Prepend(parameter.ParameterType))
        .FirstOrDefault(type => type is { Name: "Request", IsNested: true });

    /// <summary>True where its body may be a form with files.</summary>
    internal bool TakesForms => Body?.IsDefined(typeof(FilePartAttribute)) is true;

    /// <summary>True where its chats are group chats.</summary>
    internal bool IsOfGroups => Pattern.Contains("/group-chats");

    /// <summary>True where nobody gets in without a token.</summary>
    internal bool NeedsToken { get; } = endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
        && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;

    /// <summary>The parameters of its query.</summary>
    internal IReadOnlyList<string> Query { get; } = [.. endpoint.Metadata.OfType<QueryParameter>().Select(parameter => parameter.Name)];

    /// <summary>Its path with one value for every parameter.</summary>
    internal string Path(string value) => Path(_ => value);

    /// <summary>Its path with a value for each parameter by name.</summary>
    internal string Path(Func<string, string> value) => Parameter().Replace(Pattern, match => value(match.Groups[1].Value));

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}

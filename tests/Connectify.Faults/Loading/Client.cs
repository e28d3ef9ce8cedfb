using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults.Loading;

/// <summary>What came of a request.</summary>
/// <param name="Status">The status; 0 where no answer came.</param>
/// <param name="Body">The answer's JSON, or nothing.</param>
/// <param name="Note">What there is to say about it.</param>
internal sealed record Reply(int Status, JsonElement Body, string Note)
{
    internal bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>What is known after it: only a refusal of the service itself is one.</summary>
    internal Outcome Outcome =>
        IsSuccess ? Outcome.Ok
        : Status is >= 400 and < 500 and not 408 and not 429 ? Outcome.Fail
        : Outcome.Unknown;
}

/// <summary>Asks the service over HTTP, and writes down how it was answered.</summary>
internal sealed class Client(History history) : IDisposable
{
    /// <summary>How long an answer is waited for. The service promises one within five seconds.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        UseProxy = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    internal async Task<Reply> Ask(
        Entrance entrance, HttpMethod method, string path, string? token, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(entrance.Address, path));
        request.Content = body is HttpContent content ? content : body is null ? null : JsonContent.Create(body);

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        var begun = Clock.Now;
        var reply = await Send(request);
        history.Answers.Enqueue(new Answer(begun, Clock.Now, reply.Status, entrance.Name, $"{method} {path} {reply.Note}"));

        return reply;
    }

    public void Dispose() => _http.Dispose();

    private async Task<Reply> Send(HttpRequestMessage request)
    {
        using var patience = new CancellationTokenSource(Patience);

        try
        {
            using var answer = await _http.SendAsync(request, patience.Token);
            var bytes = await answer.Content.ReadAsByteArrayAsync(patience.Token);
            var body = bytes.Length == 0 || answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) is not true
                ? default
                : JsonElement.Parse(bytes);
            var status = (int)answer.StatusCode;

            return new Reply(status, body, status < 400 ? $"{status}" : $"{status} {Detail(body)}");
        }
        catch (OperationCanceledException)
        {
            return new Reply(0, default, "no answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Reply(0, default, e.InnerException?.Message ?? e.Message);
        }
    }

    private static string Detail(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("detail", out var detail) ? $"{detail}" : "";
}

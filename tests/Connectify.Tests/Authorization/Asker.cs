using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectify.Infrastructure.Attachments;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Authorization;

/// <summary>Every byte of an answer but its date, and what it comes to in a cell of the matrix.</summary>
internal sealed record Answer(string Status, string? Detail, string Bytes);

/// <summary>Asks what rows ask, as each of their callers. Sockets stay open until all is asked.</summary>
internal sealed class Asker(App app) : IDisposable
{
    private readonly HttpClient _client = app.CreateClient();
    private readonly List<ChatSocket> _sockets = [];

    /// <param name="world">Where the caller is.</param>
    /// <param name="row">What is asked.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="spelling">How the route is written.</param>
    /// <param name="about">What the ids that are asked for are of, where that is not the caller's world.</param>
    internal Task<Answer> Ask(World world, Row row, string caller, string spelling, World? about = null)
    {
        var person = Callers.PersonOf(row, caller);
        var asks = row.Asks.Replace("{refresh}", app.RefreshToken(world, row, caller))
            .Replace("{signature}", Signature(Fill($"{row.Target}/")));
        var token = app.Token(world, row, caller);

        return row.IsOfSocket
            ? AskBySocket(row, token, Fill(PathOf(row, spelling)), Fill(asks))
            : AskByHttp(row, token, Fill(spelling), Fill(asks));

        string Fill(string text) => (about ?? world).Fill(text, row, person);
    }

    /// <summary>Asks over HTTP with a token in the header, or none.</summary>
    internal async Task<Answer> AskByHttp(Row row, string? token, string path, string asks)
    {
        var isQuery = asks.StartsWith('?');
        using var request = new HttpRequestMessage(new HttpMethod(row.Method), isQuery ? path + asks : path);

        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        if (asks.Length > 0 && !isQuery)
        {
            request.Content = new StringContent(asks, Encoding.UTF8, "application/json");
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        response.Headers.Date = null;

        return new Answer(
            $"{(int)response.StatusCode}",
            isProblem && body.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(body).Text("detail") : null,
            $"{response.Headers}{response.Content.Headers}\n{body}");
    }

    public void Dispose()
    {
        _client.Dispose();
        _sockets.ForEach(socket => socket.Dispose());
    }

    private string Signature(string path) =>
        app.Services.GetRequiredService<SignedUrls>().Sign(path).Split('?')[^1];

    private async Task<Answer> AskBySocket(Row row, string? token, string path, string asks)
    {
        var query = row.IsFrame ? "" : asks;
        var socket = await ChatSocket.Open(
            app, token is null ? path + query : $"{path}?token={token}{query.Replace('?', '&')}");
        _sockets.Add(socket);

        var frames = await socket.Converse(row.IsFrame ? Frame(row, asks) : null);
        var error = frames.FirstOrDefault(frame => frame.Text("type") == "error");
        var isError = error.ValueKind is not JsonValueKind.Undefined;
        var status = socket.CloseCode is { } code ? $"{code}" : isError ? "error" : row.IsFrame ? "ok" : "open";

        // The answer to the ping, which names the caller, is no part of it.
        return new Answer(
            status,
            isError ? error.Text("detail") : null,
            string.Join('\n', frames.Where(frame => frame.Text("type") != "pong")));
    }

    private static string PathOf(Row row, string spelling) =>
        !row.IsFrame ? spelling
        : row.IsOfGroup ? "/ws/messaging/group-chats/{chatId}/"
        : "/ws/messaging/conversations/{chatId}/";

    private static string Frame(Row row, string asks)
    {
        var frame = JsonNode.Parse(asks)!;
        frame["type"] = row.Target;

        return frame.ToJsonString();
    }
}

using System.Text;
using Connectify.Tests.Support;

namespace Connectify.Tests.Inputs;

/// <summary>What clients send is nowhere in the log.</summary>
public sealed class LogTests(InputsApp app) : IClassFixture<InputsApp>
{
    [Fact]
    public async Task Nothing_that_clients_send_is_in_the_log()
    {
        var mark = $"marked{Guid.NewGuid():n}";
        app.Log.Hide(mark);
        using var talk = await app.Talk();
        app.Log.Hide(talk.Alice.Token);
        app.Log.Hide(talk.Alice.RefreshToken);

        using var wire = new Wire(app.BaseAddress);
        var forged = $"%0d%0a{mark}";

        foreach (var (line, headers, body) in new[]
        {
            ($"GET /api/{mark}/{forged} HTTP/1.1", "", ""),
            ($"GET /api/accounts/profile/?{mark}={mark}&x={forged} HTTP/1.1", $"User-Agent: {mark}\r\nReferer: {mark}\r\nX-{mark}: {mark}\r\n", ""),
            ($"{mark} / HTTP/1.1", "", ""),
            ($"GET {mark} HTTP/9.9", "", ""),
            ($"GET / HTTP/1.1", $"{mark}\r\n", ""),
            ($"GET / HTTP/1.1", $"X-A: {mark}\u0001\r\n", ""),
            ("POST /api/accounts/login/ HTTP/1.1", "", $$"""{"username":"{{mark}}\r\n","password":"{{mark}}"}"""),
            ("POST /api/accounts/register/ HTTP/1.1", "", $$"""{"username":"{{mark}}","password":"{{mark}}","email":"{{mark}}@example.com","organization_id":"{{mark}}"}"""),
            ("POST /api/accounts/token/refresh/ HTTP/1.1", "", $$"""{"refresh_token":"{{mark}}"}"""),
            ($"PUT /api/accounts/profile/ HTTP/1.1", $"Authorization: Bearer {mark}\r\n", "{"),
            ($"PUT /api/accounts/profile/ HTTP/1.1", $"Authorization: Bearer {talk.Alice.Token}\r\n", $$"""{"bio":"{{mark}}","{{mark}}":1,"{{mark}}":2}"""),
            ($"POST {ChatVerbs.ConversationsPath}{talk.Chat}/send_message/ HTTP/1.1", $"Authorization: Bearer {talk.Alice.Token}\r\nIdempotency-Key: {mark}\r\n", $$"""{"content":"{{mark}}"}"""),
        })
        {
            await wire.Send(Encoding.UTF8.GetBytes(
                $"{line}\r\nHost: {mark}\r\n{headers}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        }

        await talk.OfAlice.SendText($$"""{"type":"{{mark}}","client_message_id":"{{mark}}"}""");
        await talk.OfAlice.SendText($$"""{"type":"message","content":"{{mark}}"}""");
        await talk.OfAlice.SendText($$"""{"type":"read","message_id":"{{mark}}"}""");
        await talk.OfAlice.SendText($$"""{"type":"ping"}""");
        await talk.OfAlice.Find("pong");
        using var refused = await ChatSocket.Open(app, $"/ws/messaging/conversations/{talk.Chat}/?token={mark}");
        await refused.ShouldClose(4003);

        app.Log.TakeWrong().ShouldBeEmpty();
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using Connectify.Infrastructure.Realtime;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Support;

/// <summary>What people do with sockets.</summary>
internal static class SocketVerbs
{
    extension(App app)
    {
        /// <summary>The service's side of every open socket.</summary>
        internal IEnumerable<Connection> Sockets => app.Services.GetRequiredService<Hub>().Connections;

        /// <summary>Waits until somebody has a socket on a chat.</summary>
        internal async Task UntilListening(Person person, long chat)
        {
            for (var watch = Stopwatch.StartNew(); !IsListening(); await Task.Delay(20, TestContext.Current.CancellationToken))
            {
                watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), $"{person.Username} does not listen.");
            }

            bool IsListening() =>
                app.Sockets.Any(socket => socket.IsLetIn && socket.Me.Id == person.Id && socket.Feed.Topic.Id == chat);
        }
    }

    /// <summary>Opens a socket on a conversation, with one's own token.</summary>
    internal static Task<ChatSocket> Listen(
        this App app, Person person, long chat, string query = "", Action<ClientWebSocketOptions>? configure = null) =>
        ChatSocket.Open(app, $"/ws/messaging/conversations/{chat}/?token={person.Token}{query}", configure);

    /// <summary>Two people, their conversation, and a socket of each.</summary>
    internal static async Task<Talk> Talk(this App app)
    {
        var (alice, bob) = (await app.Register("alice"), await app.Register("bob"));
        var response = await alice.Post(
            "/api/messaging/conversations/", new { ParticipantId = bob.Id, OrganizationId = People.Demo });
        var chat = (await response.ShouldBe(HttpStatusCode.Created)).Number("id");

        return new Talk(app, alice, bob, chat, await app.Listen(alice, chat), await app.Listen(bob, chat));
    }
}

/// <summary>Two people with a socket each on their conversation.</summary>
internal sealed record Talk(App App, Person Alice, Person Bob, long Chat, ChatSocket OfAlice, ChatSocket OfBob) : IDisposable
{
    /// <summary>Sends over REST.</summary>
    internal Task<HttpResponseMessage> Post(Person sender, object message, string? key = null) =>
        sender.Post($"/api/messaging/conversations/{Chat}/send_message/", message, key);

    /// <summary>Alice sends over her socket; the frame that both see, with the message.</summary>
    internal async Task<System.Text.Json.JsonElement> Say(string content)
    {
        await OfAlice.Send(new { Type = "message", Content = content });
        await OfBob.Next("message");

        return await OfAlice.Next("message");
    }

    public void Dispose()
    {
        foreach (var part in new IDisposable[] { OfAlice, OfBob, Alice, Bob })
        {
            part.Dispose();
        }
    }
}

using System.Net;
using System.Text.Json;
using Connectify.Tests.Support;

namespace Connectify.Tests.Document;

/// <summary>
/// An application that does what the API document's guide for React Native shows, in its order and with its addresses:
/// one socket at a time, and each message over the socket and at once again over REST.
/// </summary>
internal sealed class ReactNativeClient(App app, Person user) : IDisposable
{
    private readonly List<JsonElement> _shown = [];
    private ChatSocket? _socket;
    private (string Type, long Id) _chat;

    /// <summary>What its screen shows of the chat that is open, newest first.</summary>
    internal IReadOnlyList<JsonElement> Messages => _shown;

    /// <summary>Who is typing, as its screen shows it.</summary>
    internal Dictionary<long, string> Typing { get; } = [];

    /// <summary>Its start: both lists at once.</summary>
    internal async Task<(JsonElement Conversations, JsonElement GroupChats)> LoadChats()
    {
        var answers = await Task.WhenAll(user.Get("/api/messaging/conversations/"), user.Get("/api/messaging/group-chats/"));

        return (await answers[0].ShouldBe(HttpStatusCode.OK), await answers[1].ShouldBe(HttpStatusCode.OK));
    }

    /// <summary>Opens a chat: the socket first, then its first page.</summary>
    /// <param name="type"><c>conversations</c> or <c>group-chats</c>.</param>
    /// <param name="id">The chat.</param>
    internal async Task Connect(string type, long id)
    {
        await Disconnect();
        _chat = (type, id);
        _socket = await ChatSocket.Open(app, $"/ws/messaging/{type}/{id}/?token={user.Token}");
        _shown.Clear();
        _shown.AddRange((await LoadMessages(page: 1)).GetProperty("results").EnumerateArray());
    }

    /// <summary>A page of the chat that is open, newest first.</summary>
    internal Task<JsonElement> LoadMessages(int page) =>
        user.Get($"/api/messaging/{_chat.Type}/{_chat.Id}/messages/?page={page}").ShouldBe(HttpStatusCode.OK);

    /// <summary>Sends a text over the socket, and again over REST without waiting for anything.</summary>
    internal async Task SendMessage(string content, long? replyTo = null)
    {
        await _socket!.Send(new { Type = "message", Content = content, ReplyTo = replyTo });
        var answer = await user.Post(
            $"/api/messaging/{_chat.Type}/{_chat.Id}/send-message/", new { Content = content, ReplyTo = replyTo });

        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    internal Task SetTyping(bool isTyping) => _socket!.Send(new { Type = "typing", IsTyping = isTyping });

    internal Task MarkAsRead(long message) => _socket!.Send(new { Type = "read", MessageId = message });

    /// <summary>Handles frames as the guide does, until the answer to a ping says that there are no more.</summary>
    internal async Task HandleFrames()
    {
        await _socket!.Send(new { Type = "ping" });

        for (var frame = await _socket.NextOfAny(includeHeartbeats: true); frame.Text("type") != "pong"; frame = await _socket.NextOfAny(includeHeartbeats: true))
        {
            await Handle(frame);
        }
    }

    /// <summary>Handles frames until its screen shows so many messages.</summary>
    internal async Task HandleFramesUntil(int messages)
    {
        while (_shown.Count < messages)
        {
            await Handle(await _socket!.NextOfAny(includeHeartbeats: true));
        }
    }

    internal async Task Disconnect()
    {
        if (_socket is not null)
        {
            await _socket.Close();
            _socket.Dispose();
            _socket = null;
        }
    }

    public void Dispose() => _socket?.Dispose();

    private async Task Handle(JsonElement frame)
    {
        switch (frame.Text("type"))
        {
            case "message" or "chat_message":
                _shown.Insert(0, frame.TryGetProperty("message", out var nested) ? nested : frame);
                break;

            case "typing" when frame.GetProperty("is_typing").GetBoolean():
                Typing[frame.Number("user_id")] = frame.Text("username")!;
                break;

            case "typing":
                Typing.Remove(frame.Number("user_id"));
                break;

            case "heartbeat":
                await _socket!.Send(new { Type = "heartbeat_ack", Timestamp = DateTime.UtcNow });
                break;
        }
    }
}

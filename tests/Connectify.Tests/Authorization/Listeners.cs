using Connectify.Tests.Support;

namespace Connectify.Tests.Authorization;

/// <summary>Sockets of people who are rightly in the chats of a world.</summary>
internal sealed class Listeners : IDisposable
{
    private readonly List<ChatSocket> _sockets = [];

    private Listeners()
    {
    }

    /// <summary>Listens to the chats of the first organization.</summary>
    internal static async Task<Listeners> ToAll(App app, World world)
    {
        var listeners = new Listeners();
        await listeners.Open(app, world, world.Pair, "author", "member");
        await listeners.Open(app, world, world.BlockedPair, "author");
        await listeners.Open(app, world, world.GonePair, "author");
        await listeners.Open(app, world, world.Group, "author", "group-admin");

        return listeners;
    }

    /// <summary>Listens to the chat that a row is about, as one of the others in it.</summary>
    internal static async Task<Listeners> ToChat(App app, World world, Row row, string caller)
    {
        var listeners = new Listeners();

        if (row.IsOfChat)
        {
            var other = caller != "author" ? "author" : row.IsOfGroup ? "group-admin" : "member";
            await listeners.Open(app, world, world.Chat(row.IsOfGroup, caller), other);
        }

        return listeners;
    }

    /// <summary>The types of the frames that have come, and the code of a close.</summary>
    internal async Task<string[]> Heard()
    {
        var heard = new List<string>();

        foreach (var socket in _sockets)
        {
            var frames = await socket.Converse(null);
            heard.AddRange(frames.Select(frame => frame.Text("type")!).Where(type => type is not ("pong" or "heartbeat")));
            heard.AddRange(socket.CloseCode is { } code ? [$"{code}"] : []);
        }

        return [.. heard];
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private async Task Open(App app, World world, long chat, params string[] people)
    {
        var kind = chat == world.Group ? "group-chats" : "conversations";

        foreach (var person in people)
        {
            var token = app.Issue(world, person).Token;
            _sockets.Add(await ChatSocket.Open(app, $"/ws/messaging/{kind}/{chat}/?token={token}"));
            await _sockets[^1].Converse(null);
            _sockets[^1].CloseCode.ShouldBeNull($"{person} should be in the chat.");
        }
    }
}

using System.Net.WebSockets;
using System.Text.Json;
using Connectify.Faults.Recording;
using Connectify.Faults.Staging;
using Stream = Connectify.Faults.Recording.Stream;

namespace Connectify.Faults.Loading;

/// <summary>
/// Reads one chat on a socket, as a good client does: comes back with the cursor of what it saw last, fetches the chat
/// anew where the service says so, and stays away where it is told to.
/// </summary>
internal sealed class Reader(
    string name, Person person, Chat chat, History history, Client client, IReadOnlyList<Entrance> entrances, int first)
{
    private readonly Backoff _backoff = new();
    private int _entrance = first;
    private volatile ChatSocket? _socket;

    internal Stream Stream { get; } = new(name, chat.Id, person.Id);

    internal Person Person { get; } = person;

    internal Chat Chat { get; } = chat;

    /// <summary>True while a socket is open.</summary>
    internal bool IsOpen => _socket is not null;

    /// <summary>Where the socket is, or was last.</summary>
    internal Entrance Entrance => entrances[_entrance % entrances.Count];

    /// <summary>Reads until it is told to stop, or is told by the service to stay away.</summary>
    internal async Task Run(CancellationToken stop)
    {
        history.Streams.Enqueue(Stream);

        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await Listen(stop) is 4003 or 4004)
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
            {
                Stream.Add(new Closed(Clock.Now, null, e.Message));
            }
            catch (SocketRefusedException e)
            {
                history.Answers.Enqueue(new Answer(Clock.Now, Clock.Now, e.Status, Entrance.Name, $"socket of chat {Chat.Id}"));
            }

            _entrance++;

            try
            {
                await _backoff.Wait(stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Says something on the open socket, if there is one.</summary>
    internal async Task Say(object frame)
    {
        try
        {
            if (_socket is { } socket)
            {
                await socket.Send(frame, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It is being replaced.
        }
    }

    // Answers what the socket was closed with.
    private async Task<int?> Listen(CancellationToken stop)
    {
        using var socket = await ChatSocket.Open(Entrance, Chat, Person, Stream.Cursor, stop);
        Stream.Add(new Opened(Clock.Now, Entrance.Name, Stream.Cursor));
        var isFilled = Stream.Cursor is not null;
        _socket = socket;

        try
        {
            // Whatever happens from now on is shown, so what was before can be fetched.
            if (!isFilled)
            {
                await Fill(stop);
            }

            while (await socket.Receive(stop) is { } frame)
            {
                await Take(frame, stop);
            }
        }
        finally
        {
            _socket = null;
        }

        Stream.Add(new Closed(Clock.Now, socket.CloseCode, ""));

        return socket.CloseCode;
    }

    private async Task Take(JsonElement frame, CancellationToken stop)
    {
        if (frame.ToEntry(Clock.Now) is not { } entry)
        {
            return;
        }

        Stream.Add(entry);
        _backoff.Reset();

        if (entry is Resynced)
        {
            await Fill(stop);
        }

        Stream.Cursor = frame.Text("cursor") ?? Stream.Cursor;
    }

    private async Task Fill(CancellationToken stop)
    {
        var messages = await Chat.Fetch(client, Entrance, Person, stop);
        Stream.Add(new Filled(Clock.Now, messages ?? throw new IOException("the chat could not be fetched")));
    }
}

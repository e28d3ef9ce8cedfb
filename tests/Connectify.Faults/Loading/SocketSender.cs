using System.Net.WebSockets;
using System.Text.Json;
using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults.Loading;

/// <summary>Sends over a socket, and takes a message for stored when the socket shows it with its key.</summary>
internal sealed class SocketSender(Person person, Chat chat, History history, IReadOnlyList<Entrance> entrances, int first)
    : Sender(person, chat, history, "ws"), IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private int _entrance = first;
    private ChatSocket? _socket;

    protected override async Task<Attempt> Try(Operation operation, long invoked, CancellationToken giveUp)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(giveUp);
        patience.CancelAfter(Patience);
        var entrance = entrances[_entrance % entrances.Count];

        try
        {
            _socket ??= await ChatSocket.Open(entrance, Chat, Person, null, giveUp);
            await _socket.Send(new { type = "message", content = Text(operation), client_message_id = operation.Key }, patience.Token);

            while (await _socket.Receive(patience.Token) is { } frame)
            {
                if (Judge(frame, operation, invoked, entrance) is { } attempt)
                {
                    return attempt;
                }
            }

            return await Lose(_socket.CloseCode is { } code ? $"closed with {code}" : "closed");
        }
        catch (OperationCanceledException)
        {
            return await Lose("no echo in time");
        }
        catch (Exception e) when (e is WebSocketException or SocketRefusedException or IOException or ObjectDisposedException)
        {
            return await Lose(e.Message);
        }

        Task<Attempt> Lose(string why)
        {
            var isFinal = _socket?.CloseCode is 4003 or 4004;
            Dispose();
            _entrance++;

            return Task.FromResult(new Attempt(invoked, Clock.Now, isFinal ? Outcome.Fail : Outcome.Unknown, null, null, $"{entrance.Name} {why}"));
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private static Attempt? Judge(JsonElement frame, Operation operation, long invoked, Entrance entrance)
    {
        switch (frame.Text("type"))
        {
            case "message" when frame.GetProperty("message") is var message && message.Text("client_message_id") == operation.Key:
                return new Attempt(
                    invoked, Clock.Now, Outcome.Ok, message.GetProperty("id").GetInt64(), message.GetProperty("position").GetInt64(), entrance.Name);
            case "error" when frame.Text("client_message_id") == operation.Key:
                var detail = frame.Text("detail")!;
                var isOutage = detail.StartsWith("The service", StringComparison.Ordinal);

                return new Attempt(
                    invoked, Clock.Now, isOutage ? Outcome.Unknown : Outcome.Fail, null, null, $"{entrance.Name} error: {detail}");
            default:
                return null;
        }
    }
}

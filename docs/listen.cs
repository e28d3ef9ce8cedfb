// Prints every frame that a socket receives: dotnet run --file docs/listen.cs -- "ws://…/?token=…"
using System.Net.WebSockets;
using System.Text;

using var socket = new ClientWebSocket();
await socket.ConnectAsync(new Uri(args[0]), CancellationToken.None);
Console.WriteLine("listening");

var buffer = new byte[256 * 1024];

while (true)
{
    var frame = await socket.ReceiveAsync(buffer, CancellationToken.None);

    if (frame.MessageType == WebSocketMessageType.Close)
    {
        Console.WriteLine($"closed with {(int?)socket.CloseStatus}: {socket.CloseStatusDescription}");

        return;
    }

    Console.Write(Encoding.UTF8.GetString(buffer, 0, frame.Count));
    Console.Write(frame.EndOfMessage ? Environment.NewLine : "");
}

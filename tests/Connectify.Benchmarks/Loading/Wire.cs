using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Connectify.Benchmarks.Loading;

/// <summary>Looks at what has come, and answers how many bytes of it are done with.</summary>
internal delegate int Look(ReadOnlySpan<byte> received);

/// <summary>
/// A connection to this machine that costs next to nothing, so that what is measured is the other end: one buffer, looked
/// at in place, and sends that block, which on loopback takes no time.
/// </summary>
internal abstract class Wire : IDisposable
{
    private const int FirstBuffer = 2048;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[FirstBuffer];
    private int _filled;

    /// <summary>Why nothing comes any more; null while it is open.</summary>
    internal string? End { get; private protected set; }

    /// <summary>Called where it ends before it is disposed of.</summary>
    internal required Action<string> OnLost { get; init; }

    public void Dispose()
    {
        End ??= "disposed of";
        _socket.Dispose();
    }

    private protected async Task Connect(int port)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), patience.Token);
    }

    /// <summary>Waits for the first answer.</summary>
    private protected async Task Await(Look look)
    {
        using var patience = new CancellationTokenSource(Patience);

        while (!Handle(look))
        {
            if (!await Fill(patience.Token))
            {
                throw new IOException($"closed while it was being opened, after {Encoding.ASCII.GetString(_buffer, 0, _filled)}");
            }
        }
    }

    /// <summary>Looks at all that comes, until the end.</summary>
    private protected async Task Pump(Look look)
    {
        try
        {
            do
            {
                Handle(look);
            }
            while (End is null && await Fill(CancellationToken.None));

            Lose(End ?? "closed");
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or FormatException)
        {
            Lose(e.Message);
        }
    }

    private protected void Send(ReadOnlySpan<byte> bytes)
    {
        lock (_socket)
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[_socket.Send(bytes)..];
            }
        }
    }

    private bool Handle(Look look)
    {
        var done = look(_buffer.AsSpan(0, _filled));
        _buffer.AsSpan(done, _filled - done).CopyTo(_buffer);
        _filled -= done;

        return done > 0;
    }

    private async ValueTask<bool> Fill(CancellationToken cancel)
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _filled);
        }

        var count = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), cancel);
        _filled += count;

        return count > 0;
    }

    private void Lose(string why)
    {
        if (End != "disposed of")
        {
            End ??= why;
            OnLost(End);
        }
    }
}

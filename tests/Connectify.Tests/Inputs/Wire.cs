using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Connectify.Tests.Inputs;

/// <summary>
/// Speaks HTTP/1.1 byte by byte: what is sent need not be HTTP at all. Keeps its connection while the service does.
/// </summary>
internal sealed class Wire(Uri address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private TcpClient? _connection;

    /// <summary>Sends a request and reads its answer; null where the service closed without one.</summary>
    /// <param name="request">All of it, or a beginning.</param>
    /// <param name="hasNoBody">True for an answer to HEAD, which announces a body and has none.</param>
    /// <param name="isAll">True where nothing more will come: the client closes its side.</param>
    internal async Task<WireAnswer?> Send(byte[] request, bool hasNoBody = false, bool isAll = false)
    {
        var isReused = _connection is not null;
        var answer = await Try(request, hasNoBody, isAll);

        // The service may have closed a connection that was idle, and that is no answer to this request.
        return answer is null && isReused ? await Try(request, hasNoBody, isAll) : answer;
    }

    public void Dispose() => _connection?.Dispose();

    private async Task<WireAnswer?> Try(byte[] request, bool hasNoBody, bool isAll)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);

        try
        {
            var stream = await Connect(patience.Token);
            var writing = Write(stream, request, isAll, patience.Token);
            var answer = await new Reader(stream).Read(hasNoBody, patience.Token);
            patience.CancelAfter(answer is { Closes: false } ? Patience : TimeSpan.Zero);
            await writing;

            if (answer is null or { Closes: true } || isAll)
            {
                Drop();
            }

            return answer;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            Drop();

            return null;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Drop();
            throw new TimeoutException($"No whole answer within {Patience.TotalSeconds} s.");
        }
    }

    private async Task<NetworkStream> Connect(CancellationToken cancel)
    {
        if (_connection is null)
        {
            _connection = new TcpClient { NoDelay = true };
            await _connection.ConnectAsync(IPAddress.Loopback, address.Port, cancel);
        }

        return _connection.GetStream();
    }

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }

    // An answer may come before all is sent, and then the rest need not arrive.
    private async Task Write(NetworkStream stream, byte[] request, bool isAll, CancellationToken cancel)
    {
        try
        {
            await stream.WriteAsync(request, cancel);

            if (isAll)
            {
                _connection!.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The answer tells.
        }
    }

    private sealed class Reader(NetworkStream stream)
    {
        private readonly byte[] _buffer = new byte[16 * 1024];
        private int _start;
        private int _end;

        internal async Task<WireAnswer?> Read(bool hasNoBody, CancellationToken cancel)
        {
            while (await Line(cancel) is { } first)
            {
                var status = int.Parse(first.Split(' ')[1], CultureInfo.InvariantCulture);
                var headers = await Headers(cancel);

                if (status is >= 200 or 101)
                {
                    var body = hasNoBody || status is 101 or 204 or 304 ? [] : await Body(headers, cancel);

                    return new WireAnswer(status, headers, body);
                }
            }

            return null;
        }

        private async Task<List<(string Name, string Value)>> Headers(CancellationToken cancel)
        {
            var headers = new List<(string, string)>();

            while (await Line(cancel) is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                headers.Add((line[..colon], line[(colon + 1)..].Trim()));
            }

            return headers;
        }

        private async Task<byte[]> Body(List<(string Name, string Value)> headers, CancellationToken cancel)
        {
            string? Header(string name) => headers.Find(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

            if (Header("Transfer-Encoding") is null)
            {
                return Header("Content-Length") is { } length
                    ? await Bytes(int.Parse(length, CultureInfo.InvariantCulture), cancel)
                    : await Rest(cancel);
            }

            using var body = new MemoryStream();

            while (true)
            {
                var size = int.Parse((await Line(cancel))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                body.Write(await Bytes(size, cancel));
                await Line(cancel);

                if (size == 0)
                {
                    return body.ToArray();
                }
            }
        }

        private async Task<string?> Line(CancellationToken cancel)
        {
            var line = new StringBuilder();

            while (_start < _end || await Fill(cancel))
            {
                var next = (char)_buffer[_start++];

                if (next == '\n')
                {
                    return line.ToString().TrimEnd('\r');
                }

                line.Append(next);
            }

            return null;
        }

        private async Task<byte[]> Bytes(int count, CancellationToken cancel)
        {
            var bytes = new ArrayBufferWriter<byte>(count + 1);

            while (bytes.WrittenCount < count)
            {
                if (_start == _end && !await Fill(cancel))
                {
                    throw new IOException("The answer ended early.");
                }

                var part = Math.Min(count - bytes.WrittenCount, _end - _start);
                bytes.Write(_buffer.AsSpan(_start, part));
                _start += part;
            }

            return bytes.WrittenSpan.ToArray();
        }

        private async Task<byte[]> Rest(CancellationToken cancel)
        {
            using var rest = new MemoryStream();

            do
            {
                rest.Write(_buffer, _start, _end - _start);
                _start = _end;
            }
            while (await Fill(cancel));

            return rest.ToArray();
        }

        private async Task<bool> Fill(CancellationToken cancel)
        {
            (_start, _end) = (0, await stream.ReadAsync(_buffer, cancel));

            return _end > 0;
        }
    }
}

/// <summary>An answer as it came.</summary>
internal sealed record WireAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    internal string Text => Encoding.UTF8.GetString(Body);

    /// <summary>True where the connection serves no further request.</summary>
    internal bool Closes => Status == 101 || Header("Connection") is "close" || (Header("Content-Length") ?? Header("Transfer-Encoding")) is null && Status is not (204 or 304);

    internal string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public override string ToString() =>
        $"{Status}\n{string.Join('\n', Headers.Select(header => $"{header.Name}: {header.Value}"))}\n\n{Attempt.Escape(Body)}";
}

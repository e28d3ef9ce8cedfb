using System.Diagnostics;
using System.Globalization;

namespace Connectify.Benchmarks.Loading;

/// <summary>
/// Senders, each in a conversation of its own with somebody who listens. Each sends as soon as its last message is
/// acknowledged: over a socket by the frame that comes back, over REST by the answer. The doors come in pairs.
/// </summary>
internal sealed class SendLoad
{
    internal const string Name = "send";

    private const int AtOnce = 32;
    private const int Created = 201;

    private readonly Job _job;
    private readonly Meter _meter;
    private readonly Faults _faults = new();
    private readonly Latencies _acknowledging = new();
    private readonly Latencies _delivering = new();
    private readonly Pair[] _pairs;
    private long _sends;
    private long _deliveries;
    private volatile bool _isOver;

    internal SendLoad(Job job)
    {
        _job = job;
        _meter = new Meter(job);
        _pairs = [.. Enumerable.Range(0, job.Senders).Select(_ => new Pair())];
    }

    internal async Task<Outcome> Run()
    {
        var wires = await Waiting.Each(_job.Doors, AtOnce, Open);

        foreach (var pair in _pairs)
        {
            pair.Send();
        }

        var outcome = await _meter.Run();
        _isOver = true;
        await Waiting.Until(() => _pairs.All(pair => pair.IsDone));

        foreach (var pair in _pairs.Where(pair => pair.Acknowledged < pair.Sender.Number))
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"message {pair.Sender.Number} was not acknowledged"));
        }

        Array.ForEach(wires, wire => wire.Dispose());

        return outcome with
        {
            Sends = _sends,
            Deliveries = _deliveries,
            Acknowledged = Times.Of(_acknowledging),
            Delivered = Times.Of(_delivering),
            Errors = _faults.Count,
            FirstError = _faults.First,
            Undelivered = _pairs.Sum(pair => Math.Max(0, pair.Acknowledged - pair.Delivered)),
        };
    }

    private async Task<Wire> Open(Door door, int at)
    {
        var (index, pair) = (at / 2, _pairs[at / 2]);

        if (at % 2 == 1)
        {
            return await WebSocketWire.Open(_job.Port, door.Socket, text => Deliver(pair, text), _faults.Add);
        }

        if (_job.IsRest)
        {
            var http = await HttpWire.Open(_job.Port, (status, body) => Answer(pair, status, body), _faults.Add);
            pair.Sender = Sender.Over(http, index, _job.Port, door);

            return http;
        }

        var socket = await WebSocketWire.Open(_job.Port, door.Socket, text => Echo(pair, text), _faults.Add);
        pair.Sender = Sender.Over(socket, index);

        return socket;
    }

    private void Echo(Pair pair, ReadOnlySpan<byte> text)
    {
        if (Marker.TryRead(ref text, out var marker))
        {
            Acknowledge(pair, marker.Number);
        }
        else if (Sender.IsError(text, out var error))
        {
            _faults.Add(error);
        }
    }

    private void Answer(Pair pair, int status, ReadOnlySpan<byte> body)
    {
        if (status == Created && Marker.TryRead(ref body, out var marker))
        {
            Acknowledge(pair, marker.Number);
        }
        else
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"answered with {status}"));
        }
    }

    private void Acknowledge(Pair pair, int number)
    {
        if (number != pair.Sender.Number)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{number} came for {pair.Sender.Number}"));

            return;
        }

        if (_meter.IsOn)
        {
            _acknowledging.Add(Stopwatch.GetTimestamp() - pair.SentAt);
            Interlocked.Increment(ref _sends);
        }

        pair.Acknowledged = number;

        if (!_isOver)
        {
            pair.Send();
        }
    }

    private void Deliver(Pair pair, ReadOnlySpan<byte> text)
    {
        if (!Marker.TryRead(ref text, out var marker))
        {
            return;
        }

        if (marker.Number != pair.Delivered + 1)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{marker.Number} was shown after {pair.Delivered}"));
        }

        if (_meter.IsOn)
        {
            _delivering.Add(Stopwatch.GetTimestamp() - marker.SentAt);
            Interlocked.Increment(ref _deliveries);
        }

        pair.Delivered = marker.Number;
    }

    private sealed class Pair
    {
        internal Sender Sender { get; set; } = null!;

        internal long SentAt { get; private set; }

        internal int Acknowledged { get; set; }

        internal int Delivered { get; set; }

        internal bool IsDone => Acknowledged == Sender.Number && Delivered == Sender.Number;

        internal void Send()
        {
            SentAt = Stopwatch.GetTimestamp();
            Sender.Send();
        }
    }
}

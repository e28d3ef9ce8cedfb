using System.Diagnostics;

namespace Connectify.Benchmarks.Loading;

/// <summary>
/// A chat with many who listen, of whom the first few send in turns: as many messages are on their way as the window is
/// wide, and each that has come to all makes room for the next.
/// </summary>
internal sealed class FanOutLoad
{
    internal const string Name = "fan-out";

    private const int AtOnce = 16;
    private const int MostOnTheirWay = 1024;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly Job _job;
    private readonly Meter _meter;
    private readonly Faults _faults = new();
    private readonly Latencies _delivering = new();

    // How many have got a message, at its number; a place is used again after the message has come to all.
    private readonly int[] _got = new int[MostOnTheirWay];
    private Sender[] _senders = [];
    private int _number;
    private int _complete;
    private long _completeInTime;
    private long _deliveries;
    private volatile bool _isOver;

    internal FanOutLoad(Job job)
    {
        _job = job;
        _meter = new Meter(job);
    }

    internal async Task<Outcome> Run()
    {
        var wires = await Waiting.Each(
            _job.Doors, AtOnce, (door, _) => WebSocketWire.Open(_job.Port, door.Socket, Take, _faults.Add));
        _senders = [.. wires.Take(_job.Senders).Select(Sender.Over)];
        await Task.Delay(Settling);

        for (var place = 0; place < _job.Window; place++)
        {
            SendNext();
        }

        var outcome = await _meter.Run();
        _isOver = true;
        await Waiting.Until(() => Volatile.Read(ref _complete) == Volatile.Read(ref _number));
        Array.ForEach(wires, wire => wire.Dispose());

        return outcome with
        {
            Sends = _completeInTime,
            Deliveries = _deliveries,
            Delivered = Times.Of(_delivering),
            Errors = _faults.Count,
            FirstError = _faults.First,
            Undelivered = _number - _complete,
        };
    }

    private void SendNext()
    {
        var number = Interlocked.Increment(ref _number);
        _senders[number % _senders.Length].Send(number);
    }

    private void Take(ReadOnlySpan<byte> text)
    {
        if (!Marker.TryRead(ref text, out var marker))
        {
            if (Sender.IsError(text, out var error))
            {
                _faults.Add(error);
            }

            return;
        }

        if (_meter.IsOn)
        {
            _delivering.Add(Stopwatch.GetTimestamp() - marker.SentAt);
            Interlocked.Increment(ref _deliveries);
        }

        if (Interlocked.Increment(ref _got[marker.Number % MostOnTheirWay]) == _job.Doors.Count)
        {
            Complete(marker.Number);
        }
    }

    private void Complete(int number)
    {
        Volatile.Write(ref _got[number % MostOnTheirWay], 0);
        Interlocked.Increment(ref _complete);
        _completeInTime += _meter.IsOn ? 1 : 0;

        if (!_isOver)
        {
            SendNext();
        }
    }
}

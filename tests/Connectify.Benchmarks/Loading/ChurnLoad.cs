using System.Globalization;
using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Loading;

/// <summary>
/// Sockets that come, each send a message and see it, and go, over and over: the server's memory after the first time
/// and after the last.
/// </summary>
internal sealed class ChurnLoad(Job job)
{
    internal const string Name = "churn";

    private const int OpeningAtOnce = 32;
    private const int SendingAtOnce = 64;

    private readonly Faults _faults = new();

    internal async Task<Outcome> Run()
    {
        var (first, last) = (0L, 0L);

        for (var time = 1; time <= job.Times; time++)
        {
            await ComeAndGo();

            if (time == 1 || time == job.Times)
            {
                await Task.Delay(TimeSpan.FromSeconds(job.SettlingSeconds));
                last = ProcessTree.ResidentBytes(job.Server);
                first = time == 1 ? last : first;
            }
        }

        return new Outcome { ResidentBefore = first, ResidentAfter = last, Errors = _faults.Count, FirstError = _faults.First };
    }

    private async Task ComeAndGo()
    {
        var guests = await Waiting.Each(job.Doors, OpeningAtOnce, (door, at) => Guest.Come(job.Port, door.Socket, at));
        await Waiting.Each(guests, SendingAtOnce, (guest, _) => guest.Chat());
        guests.Where(guest => !guest.IsContent).ToList().ForEach(guest => _faults.Add(guest.Trouble));

        foreach (var guest in guests)
        {
            guest.Wire.SendClose();
        }

        await Waiting.Until(() => guests.All(guest => guest.Wire.End is not null));
        Array.ForEach(guests, guest => guest.Wire.Dispose());
    }

    private sealed class Guest
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly int _index;
        private string? _error;

        private Guest(int index) => _index = index;

        internal WebSocketWire Wire { get; private set; } = null!;

        internal bool IsContent => _seen.Task.IsCompleted && _error is null;

        internal string Trouble =>
            string.Create(CultureInfo.InvariantCulture, $"the message of {_index} was not seen: {_error ?? Wire.End ?? "it never came"}");

        internal static async Task<Guest> Come(int port, string path, int index)
        {
            var guest = new Guest(index);
            guest.Wire = await WebSocketWire.Open(port, path, guest.See, static _ => { });

            return guest;
        }

        internal async Task<bool> Chat()
        {
            Sender.Over(Wire, _index).Send();

            try
            {
                await _seen.Task.WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                // What was not seen by then is told at the end.
            }

            return IsContent;
        }

        private void See(ReadOnlySpan<byte> text)
        {
            if (Marker.TryRead(ref text, out var marker))
            {
                _ = marker.Sender == _index && _seen.TrySetResult();
            }
            else if (Sender.IsError(text, out var error))
            {
                _error = error;
                _seen.TrySetResult();
            }
        }
    }
}

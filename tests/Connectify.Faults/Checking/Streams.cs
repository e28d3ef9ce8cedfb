using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>Each reader was shown every message once and in order, over all its sockets.</summary>
internal static class Streams
{
    internal static IEnumerable<Violation> Check(History history, FinalHistory final) =>
        history.Streams.SelectMany(stream => new Walk(stream, final.Find(stream.Chat)).Go());

    /// <summary>The way through one stream. What is fetched later does not make good what was passed over before.</summary>
    private sealed class Walk(Recording.Stream stream, IReadOnlyList<Message>? final)
    {
        // What was missed may take a while to be shown, but not as long as this.
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

        private readonly List<Entry> _entries = [.. stream.Entries];
        private readonly List<Violation> _violations = [];
        private readonly Dictionary<long, long> _idAt = [];
        private readonly SortedDictionary<long, int> _missing = [];

        // The position that has to come next; null where a marker lets it begin anywhere.
        private long? _next;
        private bool _isMarked;

        // Since when a socket that was opened with a cursor has been told nothing of what became of it.
        private long? _unansweredSince;

        internal IEnumerable<Violation> Go()
        {
            for (var at = 0; at < _entries.Count; at++)
            {
                Take(_entries[at], at);
            }

            foreach (var gap in Runs(_missing.Keys))
            {
                Report(Fault.StreamGap, $"{gap} never shown", _missing[gap.First]);
            }

            return _violations.Concat(Compare());
        }

        private void Take(Entry entry, int at)
        {
            if (_unansweredSince + Patience.Micros() < entry.At)
            {
                Report(Fault.StreamGap, "it came back with a cursor, and was neither resumed nor told to fetch the chat", at);
                _unansweredSince = null;
            }

            _unansweredSince = entry switch
            {
                Opened { Cursor: not null } => entry.At,
                Closed or Resumed or Resynced => null,
                _ => _unansweredSince,
            };

            switch (entry)
            {
                case Opened { Cursor: null } or Resynced:
                    _next = null;
                    _isMarked = true;
                    break;
                case Opened when _isMarked:
                    _next = null;
                    break;
                case Filled filled:
                    filled.Messages.ToList().ForEach(message => See(message, at));
                    _isMarked = false;
                    break;
                case Shown shown:
                    Show(shown.Message, at);
                    break;
            }
        }

        private void Show(Message message, int at)
        {
            var position = message.Position;

            if (_next is { } next && position < next)
            {
                // One that had been passed over is late; any other has been here before.
                var fault = _missing.Remove(position) ? Fault.StreamInversion : Fault.StreamRepeat;
                Report(fault, $"position {position} was shown when {next} was to come", at);
                See(message, at);

                return;
            }

            for (var passed = _next ?? position; passed < position; passed++)
            {
                if (!_idAt.ContainsKey(passed))
                {
                    _missing.TryAdd(passed, at);
                }
            }

            See(message, at);
            _next = position + 1;
        }

        private void See(Message message, int at)
        {
            if (_idAt.TryGetValue(message.Position, out var id) && id != message.Id)
            {
                Report(Fault.Disagreement, $"position {message.Position} was id {id} and then id {message.Id}", at);
            }

            _idAt[message.Position] = message.Id;
        }

        private IEnumerable<Violation> Compare()
        {
            foreach (var message in final ?? [])
            {
                if (_idAt.TryGetValue(message.Position, out var id) && id != message.Id)
                {
                    yield return new Violation(
                        Fault.Disagreement, $"{stream}: position {message.Position} was shown as id {id}, and is id {message.Id} in the end");
                }
            }

            var rest = (final ?? []).Select(message => message.Position)
                .Where(position => stream.IsWhole && !_idAt.ContainsKey(position) && !_missing.ContainsKey(position));

            foreach (var gap in Runs(rest))
            {
                yield return new Violation(Fault.StreamGap, $"{stream}: {gap} never shown", Last());
            }

            foreach (var (position, id) in final is null ? [] : _idAt.Where(seen => final.All(message => message.Position != seen.Key)).ToList())
            {
                yield return new Violation(Fault.Disagreement, $"{stream}: position {position} (id {id}) was shown, and is not there in the end");
            }
        }

        private static IEnumerable<Span> Runs(IEnumerable<long> positions) =>
            positions.Order().Select((position, at) => (position, Run: position - at))
                .GroupBy(each => each.Run, each => each.position)
                .Select(run => new Span(run.First(), run.Last()));

        private void Report(Fault fault, string what, int at) =>
            _violations.Add(new Violation(fault, $"{stream}: {what}", Surroundings.Of(_entries, at)));

        private IReadOnlyList<string> Last() => Surroundings.Of(_entries, _entries.Count - 1);
    }

    private sealed record Span(long First, long Last)
    {
        public override string ToString() => First == Last ? $"position {First} was" : $"positions {First} to {Last} were";
    }
}

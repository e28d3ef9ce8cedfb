using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults.Loading;

/// <summary>Everybody who uses the service during a scenario.</summary>
internal sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan PatienceWithOutcomes = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan PatienceWithReaders = TimeSpan.FromSeconds(15);

    private readonly Stage _stage;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _working = [];
    private readonly List<Task> _reading = [];
    private readonly List<SocketSender> _socketSenders = [];

    private Load(Stage stage, Shape shape, History history, Client client, Crowd crowd)
    {
        (_stage, History, Client, Crowd) = (stage, history, client, crowd);
        Entrances = shape.IsOverLine ? [stage.CutLine] : [.. stage.Doors, .. shape.UsesGate ? new[] { stage.Gate } : []];
    }

    internal History History { get; }

    internal Client Client { get; }

    internal Crowd Crowd { get; }

    internal IReadOnlyList<Entrance> Entrances { get; }

    internal List<Reader> Readers { get; } = [];

    /// <summary>Registers everybody, makes their chats, lets readers listen and senders send.</summary>
    internal static async Task<Load> Start(Stage stage, Shape shape, History history)
    {
        var client = new Client(history);
        var crowd = await Crowd.Gather(client, stage.Doors.First(), shape);
        var load = new Load(stage, shape, history, client, crowd);

        foreach (var chat in crowd.Chats)
        {
            for (var number = 0; number < shape.ReadersPerChat; number++)
            {
                load.AddReader(chat, chat.People[number % chat.People.Count], number);
            }
        }

        await load.UntilReading();
        load.StartSending(shape);

        return load;
    }

    /// <summary>Adds a reader that begins at one of the entrances.</summary>
    internal Reader AddReader(Chat chat, Person person, int entrance, IReadOnlyList<Entrance>? entrances = null)
    {
        var reader = new Reader($"reader {Readers.Count + 1}", person, chat, History, Client, entrances ?? Entrances, entrance);
        Readers.Add(reader);
        _reading.Add(Task.Run(() => reader.Run(_end.Token)));

        return reader;
    }

    /// <summary>Adds somebody who sends over REST.</summary>
    internal void AddSender(Person person, Chat chat, TimeSpan pace, string? text = null) => _working.Add(Task.Run(() =>
        new RestSender(person, chat, History, Client, Entrances, _working.Count, text).Run(pace, _stop.Token, _giveUp.Token)));

    /// <summary>Waits until every reader has an open socket.</summary>
    internal async Task UntilReading()
    {
        for (var end = Clock.Now + PatienceWithReaders.Micros(); Clock.Now < end && !Readers.TrueForAll(reader => reader.IsOpen);)
        {
            await Task.Delay(20);
        }
    }

    /// <summary>Lets senders stop, waits for every outcome and until the readers have seen everything.</summary>
    internal async Task Finish()
    {
        await _stop.CancelAsync();
        _giveUp.CancelAfter(PatienceWithOutcomes);
        await Task.WhenAll(_working);
        await UntilSeen();
        await _end.CancelAsync();
        await Task.WhenAll(_reading);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _giveUp.CancelAsync();
        await _end.CancelAsync();
        await Task.WhenAll([.. _working, .. _reading]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socketSenders.ForEach(sender => sender.Dispose());
        Client.Dispose();
        _stop.Dispose();
        _giveUp.Dispose();
        _end.Dispose();
    }

    private void StartSending(Shape shape)
    {
        for (var number = 0; number < shape.RestSenders; number++)
        {
            var (person, chat) = Pick(number, 0);
            Work(new RestSender(person, chat, History, Client, Entrances, number), shape);
        }

        for (var number = 0; number < shape.SocketSenders; number++)
        {
            var (person, chat) = Pick(number, 1);
            var sender = new SocketSender(person, chat, History, Entrances, number);
            _socketSenders.Add(sender);
            Work(sender, shape);
        }

        if (shape.Meddles)
        {
            _working.AddRange(Crowd.Chats.Select(chat =>
                Task.Run(() => new Meddler(chat, History, Client, Entrances).Run(_stop.Token, _giveUp.Token))));
            _working.Add(Task.Run(() => new Watcher(Crowd.Chats, History, Client, Entrances).Run(_stop.Token)));
        }
    }

    private void Work(Sender sender, Shape shape) =>
        _working.Add(Task.Run(() => sender.Run(shape.Pace, _stop.Token, _giveUp.Token)));

    // No two senders of a kind are one person in one chat, unless there are more than there are people in the chats.
    private (Person Person, Chat Chat) Pick(int number, int shift)
    {
        var chat = Crowd.Chats[(number + (shift * 3)) % Crowd.Chats.Count];

        return (chat.People[((number / Crowd.Chats.Count * 2) + shift) % chat.People.Count], chat);
    }

    // The database says how far each chat is, so that nobody has to guess how long to wait.
    private async Task UntilSeen()
    {
        for (var end = Clock.Now + PatienceWithReaders.Micros(); Clock.Now < end; await Task.Delay(100))
        {
            var cursors = (await _stage.Query("SELECT id, last_position || '-' || last_change, last_change FROM chats"))
                .ToDictionary(row => (long)row[0], row => (Cursor: (string)row[1], Change: (long)row[2]));

            if (Readers.TrueForAll(reader => !reader.Stream.IsWhole || HasSeen(reader)))
            {
                break;
            }

            // One to which nothing has happened has no cursor.
            bool HasSeen(Reader reader) =>
                !cursors.TryGetValue(reader.Chat.Id, out var chat) || chat.Change == 0 || reader.Stream.Cursor == chat.Cursor;
        }

        // Receipts have no cursor.
        await Task.Delay(300);
    }
}

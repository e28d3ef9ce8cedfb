using System.Collections.Concurrent;
using System.Threading.Channels;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Realtime;
using Microsoft.Extensions.Options;

namespace Connectify.Features.Realtime;

/// <summary>
/// Looks after the open sockets from the database, so that nothing depends on what other nodes tell: whether they have
/// been shown everything, whether their users may still listen, and what those users have read. All of them every few
/// seconds; at once those of which another node has said something, or may have.
/// </summary>
internal sealed partial class StandingCheck : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(500);

    // More than the overlap with which receipts are read, and the time between two checks.
    private static readonly TimeSpan ReceiptsRemembered = TimeSpan.FromSeconds(20);

    private readonly Hub _hub;
    private readonly Sessions _sessions;
    private readonly Standings _standings;
    private readonly MissedReceipts _receipts;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ILogger<StandingCheck> _logger;
    private readonly ConcurrentDictionary<Topic, byte> _topics = [];
    private readonly ConcurrentDictionary<long, byte> _users = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(1);
    private volatile bool _isAllInDoubt;
    private DateTime? _receiptsSince;
    private DateTime _receiptsForgottenAt;

    public StandingCheck(
        Hub hub, Backplane backplane, Sessions sessions, Standings standings, MissedReceipts receipts,
        IOptions<RealtimeOptions> options, TimeProvider clock, ILogger<StandingCheck> logger)
    {
        (_hub, _sessions, _standings, _receipts) = (hub, sessions, standings, receipts);
        (_interval, _clock, _logger) = (options.Value.CheckInterval, clock, logger);
        (backplane.Doubt, backplane.TakeUser) = (Doubt, DoubtUser);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = Wait(_interval, stoppingToken);
        var woken = Woken(stoppingToken);

        while (!stoppingToken.IsCancellationRequested)
        {
            var isDue = await Task.WhenAny(wait, woken) == wait;

            // One that has not ended is waited for again: where nobody wakes, they would be more with every check.
            if (woken.IsCompleted)
            {
                _wake.Reader.TryRead(out _);
                woken = Woken(stoppingToken);
            }

            try
            {
                if (isDue || _isAllInDoubt)
                {
                    await CheckAll(stoppingToken);
                    wait = Wait(_interval, stoppingToken);
                }
                else
                {
                    await CheckDoubted(stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailure(e);
                _isAllInDoubt = true;
                wait = Wait(AfterFailure, stoppingToken);
                await wait;
            }
        }
    }

    // Ends early, and not by an exception, when the service stops.
    private Task Wait(TimeSpan time, CancellationToken stopping) =>
        Task.Delay(time, _clock, stopping).ContinueWith(_ => { }, TaskScheduler.Default);

    private Task<bool> Woken(CancellationToken stopping) => _wake.Reader.WaitToReadAsync(stopping).AsTask();

    private void Doubt(Topic? topic)
    {
        if (topic is { } doubted)
        {
            _topics[doubted] = 0;
        }
        else
        {
            _isAllInDoubt = true;
        }

        _wake.Writer.TryWrite(true);
    }

    private void DoubtUser(long user)
    {
        _sessions.Forget(user);
        _users[user] = 0;
        _wake.Writer.TryWrite(true);
    }

    private async Task CheckAll(CancellationToken cancel)
    {
        _isAllInDoubt = false;
        _topics.Clear();
        _users.Clear();

        await _standings.Check([.. _hub.Feeds], [.. _hub.Connections], cancel);
        await CheckReceipts(cancel);
    }

    private async Task CheckDoubted(CancellationToken cancel)
    {
        var feeds = Taken(_topics).Select(_hub.Find).OfType<Feed>().ToList();
        var users = Taken(_users).ToHashSet();

        await _standings.Check(
            feeds,
            users.Count == 0 ? [] : [.. _hub.Connections.Where(connection => users.Contains(connection.Me.Id))],
            cancel);
    }

    private static List<T> Taken<T>(ConcurrentDictionary<T, byte> doubts)
        where T : notnull
    {
        var taken = doubts.Keys.ToList();
        taken.ForEach(doubt => doubts.TryRemove(doubt, out _));

        return taken;
    }

    private async Task CheckReceipts(CancellationToken cancel)
    {
        var feeds = _hub.Feeds.Where(feed => feed.OpenedAt is not null).ToDictionary(feed => feed.Topic.Id);
        var (asOf, missed) = await _receipts.Since(_receiptsSince, [.. feeds.Keys], cancel);

        foreach (var receipt in missed)
        {
            if (feeds[receipt.ChatId] is { OpenedAt: { } openedAt } feed && receipt.ReadAt > openedAt)
            {
                feed.PublishAfter(
                    receipt.LastChange,
                    new Content(new MessagesRead(receipt.ChatId, receipt.UserId, receipt.MessageIds, null)),
                    receipt.UserId,
                    [receipt.FirstPosition],
                    isPointer: false);
            }
        }

        _receiptsSince = asOf;

        if (asOf - _receiptsForgottenAt > ReceiptsRemembered)
        {
            _receiptsForgottenAt = asOf;

            foreach (var feed in _hub.Feeds)
            {
                feed.ForgetReceipts();
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The open sockets could not be checked; trying again")]
    private partial void LogFailure(Exception exception);
}

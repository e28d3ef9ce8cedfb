namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// Has the memory of sockets reclaimed when many have gone, such as those of a node that comes back or of a network that
/// was away. They were kept for long, and what was is looked at last: those who come next would take new memory beside it.
/// </summary>
internal sealed class Ebb(Hub hub, TimeProvider clock) : BackgroundService
{
    // Those of fewer are not worth it.
    private const int Many = 1000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private int _most;
    private int _last;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, clock);

        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (IsOver(hub.Count))
                {
                    // In the background: nobody waits for it.
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>
    /// True once when they get no fewer any more, and more have gone than are left: what the collection costs is in
    /// proportion to what is left.
    /// </summary>
    internal bool IsOver(int sockets)
    {
        var isFalling = sockets < _last;
        _last = sockets;
        _most = Math.Max(_most, sockets);

        if (isFalling || _most - sockets < Math.Max(Many, sockets))
        {
            return false;
        }

        _most = sockets;

        return true;
    }
}

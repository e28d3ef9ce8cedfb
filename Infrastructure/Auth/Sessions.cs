using System.Collections.Concurrent;
using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Infrastructure.Auth;

/// <summary>
/// Whether a session lives, and whose it is. An answer is kept for four seconds at most, which is how late another
/// node notices; on this node <see cref="Forget"/> makes a change act at once, for look-ups under way too.
/// </summary>
/// <remarks>The time is the monotonic one: a clock that is set back must not keep an ended session alive.</remarks>
internal sealed class Sessions(NpgsqlDataSource db, TimeProvider time)
{
    private const string Sql = $"""
        -- Auth.Sessions
        SELECT u.username, {Account.StatusOfUser} AS status
          FROM sessions s
          JOIN users u ON u.id = s.user_id
         WHERE s.id = @SessionId AND s.user_id = @UserId AND s.expires_at > now()
        """;

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, Answers> _users = new();
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Whose the session is, or null where it has ended or is not this user's.</summary>
    internal async Task<Account?> Find(long userId, long sessionId, CancellationToken cancel)
    {
        while (true)
        {
            var answers = Of(userId);
            var answer = answers.Get(sessionId, () => LookUp(userId, sessionId));

            try
            {
                var account = await answer.WaitAsync(cancel);

                // Forgotten meanwhile: the answer may be from before the change that it was forgotten for.
                if (_users.TryGetValue(userId, out var current) && current == answers)
                {
                    return account;
                }
            }
            catch (Exception) when (answer.IsFaulted)
            {
                _users.TryRemove(new(userId, answers));
                throw;
            }
        }
    }

    /// <summary>To be called when a session or a membership of a user has changed, after the commit.</summary>
    internal void Forget(long userId) => _users.TryRemove(userId, out _);

    private Answers Of(long userId)
    {
        if (_users.TryGetValue(userId, out var answers) && IsFresh(answers))
        {
            return answers;
        }

        Sweep();

        return _users.AddOrUpdate(
            userId,
            _ => new Answers(time.GetTimestamp()),
            (_, known) => IsFresh(known) ? known : new Answers(time.GetTimestamp()));
    }

    private bool IsFresh(Answers answers) => time.GetElapsedTime(answers.Since) < Freshness;

    private Task<Account?> LookUp(long userId, long sessionId) =>
        db.QueryOne<Account>(Sql, new { UserId = userId, SessionId = sessionId }, CancellationToken.None);

    private void Sweep()
    {
        var last = Volatile.Read(ref _sweptAt);

        if (time.GetElapsedTime(last) < SweepInterval
            || Interlocked.CompareExchange(ref _sweptAt, time.GetTimestamp(), last) != last)
        {
            return;
        }

        foreach (var known in _users)
        {
            if (!IsFresh(known.Value))
            {
                _users.TryRemove(known);
            }
        }
    }

    /// <summary>What has been asked about one user's sessions since a moment; each is asked once.</summary>
    private sealed class Answers(long since)
    {
        // Whoever signs in more often meanwhile is asked about again.
        private const int Most = 32;

        private readonly Lock _lock = new();

        // There is one of these for each user, and nearly always they have one session.
        private (long Session, Task<Account?> Account)[] _sessions = [];

        internal long Since { get; } = since;

        internal Task<Account?> Get(long sessionId, Func<Task<Account?>> lookUp)
        {
            lock (_lock)
            {
                foreach (var (session, known) in _sessions)
                {
                    if (session == sessionId)
                    {
                        return known;
                    }
                }

                var account = lookUp();
                _sessions = [.. _sessions.TakeLast(Most - 1), (sessionId, account)];

                return account;
            }
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Connectify.Tests.Inputs;

/// <summary>
/// Reads all that the service logs and keeps what should not be there: errors, exceptions, and texts that are nobody's
/// to read. A long run logs too much to keep it all.
/// </summary>
internal sealed class WatchfulLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly ConcurrentBag<string> _secrets = [];

    /// <summary>The lines that should not be there; each is told once.</summary>
    internal IReadOnlyList<string> TakeWrong()
    {
        var lines = new List<string>();

        while (_wrong.TryDequeue(out var line))
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Says that a text should be in no line.</summary>
    internal void Hide(string secret) => _secrets.Add(secret);

    public ILogger CreateLogger(string categoryName) => new Lines(categoryName, this);

    public void Dispose()
    {
    }

    private sealed class Lines(string category, WatchfulLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var line = $"{logLevel} {category}: {formatter(state, exception)} {exception}";

            if (logLevel >= LogLevel.Error || exception is not null || log._secrets.Any(line.Contains))
            {
                log._wrong.Enqueue(line);
            }
        }
    }
}

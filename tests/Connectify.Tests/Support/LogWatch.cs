using System.Collections.Concurrent;
using Connectify.Tests.Support;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(LogWatch))]

namespace Connectify.Tests.Support;

/// <summary>
/// All that any service of the run logs, and all that any test sends and nobody should read in a log. At the end of the run
/// it fails where the one holds the other.
/// </summary>
public sealed class LogWatch : IDisposable
{
    private static readonly Secrets Hidden = new();
    private static readonly ConcurrentDictionary<string, byte> Lines = [];

    /// <summary>Hands over what a service logs.</summary>
    internal static ILoggerProvider Provider { get; } = new LineTaker();

    /// <summary>Hands over a line that a service has written.</summary>
    internal static void Take(string line) => Lines.TryAdd(line, 0);

    /// <summary>Says that the message and the passwords in a body or frame are nobody's to read.</summary>
    internal static void Hide(object? body) => Hidden.AddThoseOf(body);

    /// <summary>The same of a frame as it is.</summary>
    internal static void HideThoseIn(string frame) => Hidden.AddThoseIn(frame);

    public void Dispose()
    {
        var found = Hidden.FoundIn(Lines.Keys);

        if (found.Count > 0)
        {
            throw new InvalidOperationException(
                $"{found.Count} lines of the log hold a token, a password or a message: {string.Join('\n', found.Take(20).Select(one => $"\"{one.Secret}\" in: {one.Line}"))}");
        }
    }

    private sealed class LineTaker : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Take($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

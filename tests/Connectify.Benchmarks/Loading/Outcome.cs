using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectify.Benchmarks.Loading;

/// <summary>What the load's process has to tell, as a line of JSON.</summary>
internal sealed record Outcome
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>How long was measured.</summary>
    public double Seconds { get; init; }

    /// <summary>Messages acknowledged in that time; for a group those that came to all.</summary>
    public long Sends { get; init; }

    /// <summary>Frames with a message that came in that time, all receivers together.</summary>
    public long Deliveries { get; init; }

    /// <summary>Milliseconds from sending to the acknowledgement.</summary>
    public Times Acknowledged { get; init; } = Times.None;

    /// <summary>Milliseconds from sending to the other's frame.</summary>
    public Times Delivered { get; init; } = Times.None;

    /// <summary>What went wrong; where anything did, nothing above stands.</summary>
    public int Errors { get; init; }

    public string FirstError { get; init; } = "";

    /// <summary>Messages that were acknowledged, and did not come to everybody within ten seconds after the end.</summary>
    public long Undelivered { get; init; }

    /// <summary>CPU seconds that the server, PostgreSQL and the load used while it was measured.</summary>
    public double ServerSeconds { get; init; }

    public double PostgresSeconds { get; init; }

    public double LoadSeconds { get; init; }

    /// <summary>How many cores were busy with something else meanwhile.</summary>
    public double OtherCores { get; init; }

    /// <summary>The server's memory in bytes, where the scenario reads it: before, and after.</summary>
    public long ResidentBefore { get; init; }

    public long ResidentAfter { get; init; }

    /// <summary>Why it does not stand, or null.</summary>
    [JsonIgnore]
    internal string? Flaw =>
        Errors > 0 ? $"{Errors} errors, first: {FirstError}" : Undelivered > 0 ? $"{Undelivered} undelivered" : null;
}

/// <summary>Milliseconds that a half, and 99 of 100, kept within.</summary>
internal sealed record Times(double Half, double Most)
{
    internal static readonly Times None = new(double.NaN, double.NaN);

    internal static Times Of(Latencies latencies) => new(latencies.Share(0.5), latencies.Share(0.99));
}

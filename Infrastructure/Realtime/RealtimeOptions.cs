using System.ComponentModel.DataAnnotations;

namespace Connectify.Infrastructure.Realtime;

/// <summary>How sockets are kept. Section <c>Realtime</c> of the settings.</summary>
internal sealed class RealtimeOptions
{
    /// <summary>Time between two heartbeats, and between two pings of the protocol; 100 ms to an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ErrorMessage = "100 ms to an hour was expected, such as 00:00:30")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Frames that may wait for one socket; one more closes it with 1013.</summary>
    [Range(1, 100_000)]
    public int QueueLength { get; set; } = 256;

    /// <summary>Bytes that may wait for one socket, beside a single frame; more close it with 1013.</summary>
    [Range(1024, 1_073_741_824)]
    public int QueueBytes { get; set; } = 1_048_576;

    /// <summary>
    /// How often it is checked against the database whether sockets have been shown everything, and may still listen;
    /// 100 ms to a minute. What another node did without this one hearing of it is noticed that late, a receipt a second later.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage = "100 ms to a minute was expected, such as 00:00:03")]
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Sockets that are being opened at the same time, each with its statements; others wait for their turn.</summary>
    [Range(1, 1000)]
    public int OpeningAtOnce { get; set; } = 16;

    /// <summary>Sockets that may wait to be opened; more are sent away with a 503.</summary>
    [Range(0, 1_000_000)]
    public int OpeningQueue { get; set; } = 5000;

    /// <summary>Origins beside this host whose pages may open sockets, such as <c>https://app.example.com</c>, comma separated.</summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>The allowed origins, one by one.</summary>
    internal IReadOnlyList<string> Origins =>
        AllowedOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How long someone counts as typing without saying so again.</summary>
    internal static readonly TimeSpan TypingLasts = TimeSpan.FromSeconds(10);

    /// <summary>How late the word of another node may come.</summary>
    internal static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(1);

    /// <summary>Frames that a socket is shown at most when it resumes, beside the one that says so.</summary>
    internal const int MostReplayed = 500;

    /// <summary>How long a message that has begun to arrive may take to be whole.</summary>
    internal static readonly TimeSpan AssemblyTimeout = TimeSpan.FromSeconds(30);
}

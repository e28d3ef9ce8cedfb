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

    /// <summary>Origins beside this host whose pages may open sockets, such as <c>https://app.example.com</c>, comma separated.</summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>The allowed origins, one by one.</summary>
    internal IReadOnlyList<string> Origins =>
        AllowedOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How long someone counts as typing without saying so again.</summary>
    internal static readonly TimeSpan TypingLasts = TimeSpan.FromSeconds(10);

    /// <summary>How long a message that has begun to arrive may take to be whole.</summary>
    internal static readonly TimeSpan AssemblyTimeout = TimeSpan.FromSeconds(30);
}

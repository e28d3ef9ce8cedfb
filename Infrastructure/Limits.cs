using System.ComponentModel.DataAnnotations;

namespace Connectify.Infrastructure;

/// <summary>What bounds everything that a client can make large. Section <c>Limits</c> of the settings.</summary>
internal sealed class Limits
{
    /// <summary>Bytes of a JSON body; more is a 413.</summary>
    [Range(1, int.MaxValue)]
    public int JsonBody { get; set; } = 262_144;

    /// <summary>Bytes of one file; more is a 413.</summary>
    [Range(1, int.MaxValue)]
    public int FileSize { get; set; } = 26_214_400;

    /// <summary>Files of one message; more is a 400.</summary>
    [Range(1, 100)]
    public int FilesPerMessage { get; set; } = 10;

    /// <summary>Characters of a message; more is a 400.</summary>
    [Range(1, int.MaxValue)]
    public int MessageLength { get; set; } = 10_000;

    /// <summary>Bytes of a WebSocket frame, all its fragments together; more closes with 1009.</summary>
    [Range(1, int.MaxValue)]
    public int FrameSize { get; set; } = 65_536;

    /// <summary>Entries of a page; a larger size is taken as this.</summary>
    [Range(1, int.MaxValue)]
    public int PageSize { get; set; } = 100;

    /// <summary>Members of a group chat, its creator included; more is a 400.</summary>
    [Range(1, int.MaxValue)]
    public int GroupMembers { get; set; } = 1000;

    /// <summary>Messages named in one frame; more is an error frame.</summary>
    [Range(1, int.MaxValue)]
    public int MessageIds { get; set; } = 500;

    /// <summary>Different emoji that one user puts on a message; more is a 400.</summary>
    [Range(1, int.MaxValue)]
    public int ReactionsPerMessage { get; set; } = 50;

    /// <summary>Messages of one user a second, over a long time; more is a 429 or an error frame.</summary>
    [Range(1, int.MaxValue)]
    public int MessagesPerSecond { get; set; } = 20;

    /// <summary>Messages of one user at once.</summary>
    [Range(1, int.MaxValue)]
    public int MessageBurst { get; set; } = 100;

    /// <summary>Frames other than messages on one socket a second, over a long time; more is an error frame.</summary>
    [Range(1, int.MaxValue)]
    public int FramesPerSecond { get; set; } = 50;

    /// <summary>Frames other than messages on one socket at once.</summary>
    [Range(1, int.MaxValue)]
    public int FrameBurst { get; set; } = 100;

    /// <summary>Open sockets of one user on one node; more closes with 1008.</summary>
    [Range(1, int.MaxValue)]
    public int SocketsPerUser { get; set; } = 20;

    /// <summary>Wrong passwords for one account from one address in 15 minutes; then even the right one is a 429.</summary>
    [Range(1, int.MaxValue)]
    public int PasswordFailures { get; set; } = 10;

    /// <summary>Wrong passwords for one account from anywhere in 15 minutes.</summary>
    [Range(1, int.MaxValue)]
    public int PasswordFailuresPerAccount { get; set; } = 100;

    /// <summary>Wrong passwords from one address for any account in 15 minutes.</summary>
    [Range(1, int.MaxValue)]
    public int PasswordFailuresPerAddress { get; set; } = 100;

    /// <summary>Registrations from one address a minute; more is a 429.</summary>
    [Range(1, int.MaxValue)]
    public int RegistrationsPerMinute { get; set; } = 60;

    /// <summary>How long the headers of a request may take; longer is a 408.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

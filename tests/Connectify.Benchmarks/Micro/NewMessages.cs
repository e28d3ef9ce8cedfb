using Connectify.Features.Messages;

namespace Connectify.Benchmarks.Micro;

/// <summary>The message that the micro-benchmarks show: a plain one that has just been sent.</summary>
internal static class NewMessages
{
    internal static Message Plain { get; } = Message.Example with
    {
        ReplyTo = null,
        RepliedMessage = null,
        Attachments = [],
        Reactions = [],
        ReadBy = [],
        ReadCount = 0,
    };
}

using Connectify.Features.Messages;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace Connectify.Features.Realtime;

/// <summary>
/// Sends a message. A repeat is answered with the first one, to this socket alone; but not the copy without a key of a
/// message that this socket is shown anyway, which would be on its screen twice.
/// </summary>
internal sealed class MessageFrame(MessageWriter writer, IServiceProvider services)
    : FrameHandler<MessageFrame.Frame>("message", services, hasOwnLimit: true)
{
    internal sealed record Frame(string? Content, long? ReplyTo, string? ClientMessageId);

    internal sealed class Validator : AbstractValidator<Frame>
    {
        public Validator(IOptions<Limits> limits)
        {
            RuleFor(frame => frame.Content).IsMessage(limits.Value);
            RuleFor(frame => frame.ClientMessageId).IsKey();
        }
    }

    protected override async ValueTask Handle(Frame frame, Connection sender)
    {
        var message = new NewMessage(
            sender.Chat(), sender.Me, frame.Content!, frame.ReplyTo, frame.ClientMessageId, IsFromSocket: true);
        var written = await writer.Write(message, CancellationToken.None);

        if (written.Refusal is { } refusal)
        {
            sender.Answer(ErrorFrame.Of(refusal, frame.ClientMessageId));
        }
        else if (written is { IsRepeat: true, Message: { } first }
            && (frame.ClientMessageId is not null
                || (sender.ResumedAt is null && first.Position <= sender.OpenedAt.Position)))
        {
            sender.Feed.Answer(sender, new MessageSent(first));
        }
    }
}

using Connectify.Features.Messages;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Npgsql;

namespace Connectify.Features.Realtime;

/// <summary>Reads one message.</summary>
internal sealed class ReadFrame(NpgsqlDataSource db, Hub hub, IServiceProvider services)
    : FrameHandler<ReadFrame.Frame>("read", services)
{
    internal sealed record Frame(long? MessageId, string? ClientMessageId);

    internal sealed class Validator : AbstractValidator<Frame>
    {
        public Validator() => RuleFor(frame => frame.MessageId).NotNull().WithMessage("A message is needed.");
    }

    protected override async ValueTask Handle(Frame frame, Connection sender)
    {
        var chat = sender.Chat();
        var isRead = await Receipts.Read(
            chat, [frame.MessageId!.Value], sender.Me, read => new MessageRead(chat.Id, sender.Me.Id, read[0]), db, hub);

        if (!isRead)
        {
            sender.Answer(ErrorFrame.Of(Refusals.MessageNotFound, frame.ClientMessageId));
        }
    }
}

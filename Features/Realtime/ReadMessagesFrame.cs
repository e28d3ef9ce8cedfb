using Connectify.Features.Messages;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.Realtime;

/// <summary>Reads several messages, all or none of them; those deleted meanwhile are passed over.</summary>
internal sealed class ReadMessagesFrame(NpgsqlDataSource db, Hub hub, IServiceProvider services)
    : FrameHandler<ReadMessagesFrame.Frame>("read_messages", services)
{
    internal sealed record Frame(IReadOnlyList<long>? MessageIds, string? ClientMessageId);

    internal sealed class Validator : AbstractValidator<Frame>
    {
        public Validator(IOptions<Limits> limits)
        {
            var most = limits.Value.MessageIds;
            RuleFor(frame => frame.MessageIds)
                .Must(ids => ids is { Count: > 0 } && ids.Count <= most)
                .WithMessage($"1 to {most} messages were expected.");
        }
    }

    protected override async ValueTask Handle(Frame frame, Connection sender)
    {
        var chat = sender.Chat();
        var isRead = await Receipts.Read(
            chat, frame.MessageIds!, sender.Me, read => new MessagesRead(chat.Id, sender.Me.Id, read, null), db, hub);

        if (!isRead)
        {
            sender.Answer(ErrorFrame.Of(Refusals.MessageNotFound, frame.ClientMessageId));
        }
    }
}

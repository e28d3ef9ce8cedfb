using Connectify.Infrastructure.Realtime;
using FluentValidation;

namespace Connectify.Features.Realtime;

/// <summary>Tells the others in the chat that someone is typing, or has stopped.</summary>
internal sealed class TypingFrame(IServiceProvider services)
    : FrameHandler<TypingFrame.Frame>("typing", services)
{
    internal sealed record Frame(bool? IsTyping);

    internal sealed class Validator : AbstractValidator<Frame>
    {
        public Validator() => RuleFor(frame => frame.IsTyping).NotNull().WithMessage("true or false was expected.");
    }

    protected override ValueTask Handle(Frame frame, Connection sender)
    {
        if (frame.IsTyping!.Value)
        {
            Typing.Start(sender);
        }
        else
        {
            Typing.Stop(sender);
        }

        return ValueTask.CompletedTask;
    }
}

using Connectify.Infrastructure;
using Connectify.Infrastructure.Observability;

namespace Connectify.Features.Messages;

/// <summary>What the slices about messages share.</summary>
internal static class MessagesSetup
{
    internal static WebApplicationBuilder AddMessages(this WebApplicationBuilder builder)
    {
        builder.AddSettings<MessagesOptions>("Messages");
        builder.Services.AddSingleton<MessageAllowance>();
        builder.Services.AddCounters<MessageMetrics>();
        builder.Services.AddSingleton<MessageStore>();
        builder.Services.AddSingleton<MessagePublisher>();
        builder.Services.AddSingleton<MessageQueue>();
        builder.Services.AddSingleton<MessageWriter>();

        return builder;
    }
}

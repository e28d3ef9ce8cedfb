using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Connectify.Infrastructure.Http;

namespace Connectify.Features.Conversations;

[JsonSerializable(typeof(StartConversation.Request))]
[JsonSerializable(typeof(IReadOnlyList<Conversation>))]
[JsonSerializable(typeof(ConversationDetail))]
internal sealed partial class ConversationsJson : JsonSerializerContext
{
    [ModuleInitializer]
    internal static void Register() => Json.Know(Default);
}

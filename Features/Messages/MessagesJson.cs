using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Connectify.Infrastructure.Http;

namespace Connectify.Features.Messages;

[JsonSerializable(typeof(SendMessage.Request), TypeInfoPropertyName = "SendMessageRequest")]
[JsonSerializable(typeof(EditMessage.Request), TypeInfoPropertyName = "EditMessageRequest")]
[JsonSerializable(typeof(React.Request), TypeInfoPropertyName = "ReactRequest")]
[JsonSerializable(typeof(MarkRead.Request), TypeInfoPropertyName = "MarkReadRequest")]
[JsonSerializable(typeof(MarkRead.Response))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(IReadOnlyList<Reaction>))]
[JsonSerializable(typeof(List<AttachmentRow>))]
[JsonSerializable(typeof(Page<Message>))]
[JsonSerializable(typeof(ListMessages.Neighbours))]
[JsonSerializable(typeof(Page<ListReads.Read>))]
[JsonSerializable(typeof(MessageSent))]
[JsonSerializable(typeof(FlatMessage))]
[JsonSerializable(typeof(MessageEdited))]
[JsonSerializable(typeof(MessageDeleted))]
[JsonSerializable(typeof(ReactionAdded))]
[JsonSerializable(typeof(ReactionRemoved))]
[JsonSerializable(typeof(MessageUpdated))]
[JsonSerializable(typeof(MessageRead))]
[JsonSerializable(typeof(MessagesRead))]
internal sealed partial class MessagesJson : JsonSerializerContext
{
    [ModuleInitializer]
    internal static void Register() => Json.Know(Default);
}

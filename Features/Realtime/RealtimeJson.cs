using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Connectify.Features.Chats;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.Realtime;

[JsonSerializable(typeof(FrameRouter.Head))]
[JsonSerializable(typeof(MessageFrame.Frame), TypeInfoPropertyName = "MessageFrameContent")]
[JsonSerializable(typeof(TypingFrame.Frame), TypeInfoPropertyName = "TypingFrameContent")]
[JsonSerializable(typeof(ReadFrame.Frame), TypeInfoPropertyName = "ReadFrameContent")]
[JsonSerializable(typeof(ReadMessagesFrame.Frame), TypeInfoPropertyName = "ReadMessagesFrameContent")]
[JsonSerializable(typeof(PingFrame.Frame), TypeInfoPropertyName = "PingFrameContent")]
[JsonSerializable(typeof(HeartbeatAckFrame.Frame), TypeInfoPropertyName = "HeartbeatAckFrameContent")]
[JsonSerializable(typeof(PingFrame.Pong))]
[JsonSerializable(typeof(Heartbeat))]
[JsonSerializable(typeof(Typing))]
[JsonSerializable(typeof(ChatDeleted))]
[JsonSerializable(typeof(ErrorFrame))]
[JsonSerializable(typeof(Replay.Resumed))]
[JsonSerializable(typeof(Replay.ResyncRequired))]
internal sealed partial class RealtimeJson : JsonSerializerContext
{
    [ModuleInitializer]
    internal static void Register() => Json.Know(Default);
}

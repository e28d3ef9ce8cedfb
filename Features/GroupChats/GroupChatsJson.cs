using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Connectify.Infrastructure.Http;

namespace Connectify.Features.GroupChats;

[JsonSerializable(typeof(CreateGroupChat.Request), TypeInfoPropertyName = "CreateGroupChatRequest")]
[JsonSerializable(typeof(UpdateGroupChat.Request), TypeInfoPropertyName = "UpdateGroupChatRequest")]
[JsonSerializable(typeof(AddMembers.Request), TypeInfoPropertyName = "AddMembersRequest")]
[JsonSerializable(typeof(RemoveMember.Request), TypeInfoPropertyName = "RemoveMemberRequest")]
[JsonSerializable(typeof(ChangeMemberRole.Request), TypeInfoPropertyName = "ChangeMemberRoleRequest")]
[JsonSerializable(typeof(IReadOnlyList<GroupChat>))]
[JsonSerializable(typeof(GroupChatDetail))]
[JsonSerializable(typeof(Member))]
[JsonSerializable(typeof(MemberAdded))]
[JsonSerializable(typeof(MemberRemoved))]
[JsonSerializable(typeof(RoleChanged))]
[JsonSerializable(typeof(ChatUpdated))]
internal sealed partial class GroupChatsJson : JsonSerializerContext
{
    [ModuleInitializer]
    internal static void Register() => Json.Know(Default);
}

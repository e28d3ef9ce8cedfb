using System.Net;
using Connectify.Features.GroupChats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Http;

namespace Connectify.Tests.Support;

/// <summary>What people do in group chats.</summary>
internal static class GroupVerbs
{
    internal const string GroupsPath = "/api/messaging/group-chats/";

    /// <summary>Creates a group chat with others, and gives its id.</summary>
    internal static async Task<long> CreateGroup(this Person me, params Person[] others) =>
        (await me.AskForGroup(others).ShouldBe(HttpStatusCode.Created)).Number("id");

    internal static Task<HttpResponseMessage> AskForGroup(
        this Person me,
        IEnumerable<Person> others,
        string? initialMessage = null,
        long organization = People.Demo,
        string? key = null,
        string name = "Project Team") =>
        me.Post(
            GroupsPath,
            new
            {
                name,
                organization_id = organization,
                member_ids = others.Select(other => other.Id),
                initial_message = initialMessage,
            },
            key);

    internal static Task<HttpResponseMessage> ShowGroup(this Person me, long chat) => me.Get($"{GroupsPath}{chat}/");

    /// <summary>A group chat in detail.</summary>
    internal static async Task<GroupChatDetail> Group(this Person me, long chat) =>
        await (await me.ShowGroup(chat)).Read<GroupChatDetail>();

    internal static Task<HttpResponseMessage> ListGroups(this Person me, string query = "") => me.Get(GroupsPath + query);

    /// <summary>One's group chats.</summary>
    internal static async Task<IReadOnlyList<GroupChat>> Groups(this Person me, string query = "") =>
        await (await me.ListGroups(query)).Read<List<GroupChat>>();

    /// <summary>Who is in it and what they are, in the order in which they joined.</summary>
    internal static async Task<IReadOnlyList<(long Id, string Role)>> Members(this Person me, long chat) =>
        [.. (await me.Group(chat)).Members.Select(member => (member.Id, member.Role))];

    internal static Task<HttpResponseMessage> UpdateGroup(this Person me, long chat, object body) =>
        me.Put($"{GroupsPath}{chat}/", body);

    internal static Task<HttpResponseMessage> DeleteGroup(this Person me, long chat) => me.Delete($"{GroupsPath}{chat}/");

    internal static Task<HttpResponseMessage> Add(this Person me, long chat, params Person[] users) =>
        me.AddIds(chat, users.Select(user => user.Id));

    internal static Task<HttpResponseMessage> AddIds(this Person me, long chat, IEnumerable<long> ids) =>
        me.Post($"{GroupsPath}{chat}/add_members/", new { member_ids = ids });

    internal static Task<HttpResponseMessage> Remove(this Person me, long chat, Person member) =>
        me.Post($"{GroupsPath}{chat}/remove_member/", new { member_id = member.Id });

    internal static Task<HttpResponseMessage> Leave(this Person me, long chat) => me.Remove(chat, me);

    internal static Task<HttpResponseMessage> ChangeMemberRole(this Person me, long chat, Person member, string? role) =>
        me.Post($"{GroupsPath}{chat}/change_role/", new { member_id = member.Id, role });

    internal static Task<HttpResponseMessage> SendToGroup(
        this Person me, long chat, string? content, long? replyTo = null, string? key = null) =>
        me.Post($"{GroupsPath}{chat}/send_message/", new { content, reply_to = replyTo }, key);

    /// <summary>Sends a message that is taken, and gives its id.</summary>
    internal static async Task<long> SayInGroup(this Person me, long chat, string content, long? replyTo = null, string? key = null) =>
        (await me.SendToGroup(chat, content, replyTo, key).ShouldBe(HttpStatusCode.Created)).Number("id");

    internal static Task<HttpResponseMessage> ListGroupMessages(this Person me, long chat, string query = "") =>
        me.Get($"{GroupsPath}{chat}/messages/{query}");

    /// <summary>Messages of a group chat, newest first.</summary>
    internal static async Task<IReadOnlyList<Message>> GroupMessages(this Person me, long chat, string query = "") =>
        (await (await me.ListGroupMessages(chat, query)).Read<Page<Message>>()).Results;

    internal static Task<HttpResponseMessage> ReadGroup(this Person me, long chat, long upTo) =>
        me.Post($"{GroupsPath}{chat}/read/", new { up_to = upTo });

    /// <summary>How much there is to read.</summary>
    internal static async Task<long> UnreadInGroup(this Person me, long chat) =>
        (await me.Groups()).Single(group => group.Id == chat).UnreadCount;

    /// <summary>Opens a socket on a group chat, with one's own token.</summary>
    internal static Task<ChatSocket> ListenToGroup(this App app, Person person, long chat, string query = "") =>
        ChatSocket.Open(app, $"/ws/messaging/group-chats/{chat}/?token={person.Token}{query}");

    /// <summary>Somebody blocks somebody.</summary>
    internal static Task HaveBlocked(this App app, Person blocker, Person blocked, long organization = People.Demo) =>
        app.Run(
            "INSERT INTO blocks (organization_id, blocker_id, blocked_id) VALUES (@organization, @Blocker, @Blocked)",
            new { organization, Blocker = blocker.Id, Blocked = blocked.Id });

    /// <summary>New users of the demo's organization who never sign in.</summary>
    internal static async Task<long[]> Crowd(this App app, int count) =>
        (await app.Value<long[]>(
            """
            WITH people AS (
                INSERT INTO users (username, email, password_hash)
                SELECT @Name || '.' || n, @Name || '.' || n || '@example.com', '' FROM generate_series(1, @Count) n
                RETURNING id
            ), members AS (
                INSERT INTO organization_members (organization_id, user_id, role, is_active, awaits_activation)
                SELECT @Demo, id, 'USER', true, false FROM people
            )
            SELECT array_agg(id ORDER BY id) FROM people
            """,
            new { Name = People.Unique("crowd"), Count = count, People.Demo }))!;
}

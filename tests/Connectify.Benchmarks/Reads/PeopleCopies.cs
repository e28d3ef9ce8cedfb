using System.Globalization;

namespace Connectify.Benchmarks.Reads;

/// <summary>Writes the organization, its users with a session each, and the chats with their members.</summary>
internal static class PeopleCopies
{
    private static readonly TimeSpan Early = TimeSpan.FromDays(1);
    private static readonly TimeSpan SessionLasts = TimeSpan.FromDays(30);

    /// <summary>Writes them all, the chats as they are after their messages.</summary>
    internal static void Write(string connectionString, DataShape shape, FilledChat[] chats)
    {
        var time = MessageCopies.Begin(shape.Messages) - Early;
        WriteUsers(connectionString, shape.Users, time);
        WriteSessions(connectionString, shape.Users, time);
        WriteChats(connectionString, chats, time);
        WriteMembers(connectionString, chats, time);
    }

    private static void WriteUsers(string connectionString, int count, DateTime time)
    {
        using var organizations = new Copy(connectionString, "organizations", "id, name, created_at");
        organizations.Row().Add(KnownIds.Organization).Add("Many").Add(time);
        organizations.Complete();

        using var users = new Copy(
            connectionString, "users", "id, username, email, password_hash, first_name, last_name, created_at");
        using var members = new Copy(
            connectionString, "organization_members", "organization_id, user_id, role, is_active, awaits_activation, joined_at");

        for (var i = 0; i < count; i++)
        {
            var id = KnownIds.User(i);
            var name = string.Create(CultureInfo.InvariantCulture, $"user{id}");
            users.Row().Add(id).Add(name).Add($"{name}@example.com").Add("").Add("Kim").Add("Reader").Add(time);
            members.Row().Add(KnownIds.Organization).Add(id).Add("USER").Add(true).Add(false).Add(time);
        }

        users.Complete();
        members.Complete();
    }

    private static void WriteSessions(string connectionString, int count, DateTime time)
    {
        using var sessions = new Copy(connectionString, "sessions", "id, user_id, created_at, expires_at");

        for (var i = 0; i < count; i++)
        {
            sessions.Row().Add(KnownIds.User(i)).Add(KnownIds.User(i)).Add(time).Add(DateTime.UtcNow + SessionLasts);
        }

        sessions.Complete();
    }

    private static void WriteChats(string connectionString, FilledChat[] chats, DateTime time)
    {
        using var copy = new Copy(
            connectionString,
            "chats",
            "id, organization_id, kind, participant_low, participant_high, created_by, created_at, updated_at, active_from, "
            + "last_position, last_change, live_count, name, member_count");

        foreach (var chat in chats)
        {
            var users = chat.Members.Select(member => member.UserId).Order().ToList();
            copy.Row()
                .Add(chat.Id).Add(KnownIds.Organization).Add(chat.IsGroup ? "group" : "conversation")
                .Add(chat.IsGroup ? null : users[0]).Add(chat.IsGroup ? null : users[1])
                .Add(chat.Members[0].UserId).Add(time).Add(chat.UpdatedAt).Add(chat.ActiveFrom)
                .Add(chat.Position).Add(chat.Change).Add(chat.Live);
            _ = chat.IsGroup
                ? copy.Add(string.Create(CultureInfo.InvariantCulture, $"Group {chat.Id}")).Add((long)users.Count)
                : copy.AddNull().Add(0L);
        }

        copy.Complete();
    }

    private static void WriteMembers(string connectionString, FilledChat[] chats, DateTime time)
    {
        using var copy = new Copy(
            connectionString,
            "chat_members",
            "chat_id, user_id, role, joined_at, active_from, sent_count, live_sent_count, read_count, read_through, "
            + "last_sent_rest_at, last_sent_socket_at");

        foreach (var chat in chats)
        {
            foreach (var member in chat.Members)
            {
                copy.Row()
                    .Add(chat.Id).Add(member.UserId).Add(chat.IsGroup && member == chat.Members[0] ? "admin" : "member").Add(time)
                    .Add(chat.ActiveFrom).Add(member.Sent).Add(member.LiveSent).Add(member.Read).Add(member.ReadThrough)
                    .Add(member.LastRest).Add(member.LastSocket);
            }
        }

        copy.Complete();
    }
}

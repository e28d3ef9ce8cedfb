using Connectify.Features.Chats;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.GroupChats;

/// <summary>Makes a member of a group chat an admin of it, or no longer one. Admins only; the last one stays admin.</summary>
internal static class ChangeMemberRole
{
    /// <param name="MemberId">The member's user id.</param>
    /// <param name="Role"><c>admin</c> or <c>member</c>.</param>
    internal sealed record Request(long? MemberId, string? Role)
    {
        internal static Request Example { get; } = new(5, MemberRole.Admin);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.MemberId).NotNull().WithMessage("A user is needed.");
            RuleFor(request => request.Role).Must(role => role is MemberRole.Admin or MemberRole.Member)
                .WithMessage($"One of {MemberRole.Admin} and {MemberRole.Member} was expected.");
        }
    }

    private const string Sql = $"""
        -- GroupChats.ChangeMemberRole.Lock
        {Membership.LockChat};
        -- GroupChats.ChangeMemberRole
        WITH chat AS (
            SELECT c.id, me.role
              FROM {Membership.Mine}
             WHERE c.id = @ChatId AND c.kind = 'group' AND c.is_active
        ), changed AS (
            UPDATE chat_members m
               SET role = @Role
              FROM chat
             WHERE m.chat_id = chat.id AND m.user_id = @MemberId AND m.left_at IS NULL AND m.role <> @Role
               AND chat.role = '{MemberRole.Admin}'
               AND (@Role = '{MemberRole.Admin}' OR EXISTS (
                   SELECT FROM chat_members other
                    WHERE other.chat_id = chat.id AND other.user_id <> @MemberId AND other.left_at IS NULL
                      AND other.role = '{MemberRole.Admin}'))
            RETURNING m.chat_id
        ), moved AS (
            UPDATE chats c
               SET last_change = c.last_change + 1
              FROM changed
             WHERE c.id = changed.chat_id
            RETURNING c.last_position, c.last_change
        ), happened AS (
            SELECT last_change AS change, '{KeptEvents.RoleChanged}' AS kind, ARRAY[@MemberId] AS user_ids FROM moved
        ), {KeptEvents.Keep}
        SELECT chat.role AS my_role, m.role AS old_role, m.joined_at, moved.last_position, moved.last_change, {User.Columns}
          FROM chat
          LEFT JOIN chat_members m ON m.chat_id = chat.id AND m.user_id = @MemberId AND m.left_at IS NULL
          LEFT JOIN users u ON u.id = m.user_id
          LEFT JOIN moved ON true
        """;

    [Refuses(
        nameof(Refusals.NotAMember), nameof(Refusals.GroupChatNotFound), nameof(Refusals.CannotChangeRoles),
        nameof(Refusals.NoSuchMember), nameof(Refusals.LastAdmin))]
    internal static async Task<Results<Ok<Member>, ProblemHttpResult>> Handle(
        ChatId chat, Request request, Me me, NpgsqlDataSource db, Hub hub, CancellationToken cancel)
    {
        var parameters = new { ChatId = chat.Id, Me = me.Id, request.MemberId, request.Role };
        var row = await db.QueryOneLocked<Row>(Sql, parameters, cancel);

        switch (row)
        {
            case null:
                return await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.GroupChatNotFound;
            case { MyRole: not MemberRole.Admin }:
                return Refusals.CannotChangeRoles;
            case { Id: null }:
                return Refusals.NoSuchMember;
            case { LastChange: null } when row.OldRole != request.Role:
                return Refusals.LastAdmin;
        }

        var member = new Member(
            row.Id.Value, row.Username, row.FirstName, row.LastName, row.ProfileImage, request.Role!, row.JoinedAt);

        if (row.LastChange is { } change)
        {
            hub.Publish(ChatTopic.Of(chat.Id), new Cursor(row.LastPosition, change), new RoleChanged(chat.Id, member));
        }

        return TypedResults.Ok(member);
    }

    private sealed record Row(
        string MyRole, string? OldRole, DateTime JoinedAt, long LastPosition, long? LastChange,
        long? Id, string Username, string FirstName, string LastName, string? ProfileImage);
}

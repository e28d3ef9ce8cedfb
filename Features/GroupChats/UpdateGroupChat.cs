using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.GroupChats;

/// <summary>Changes those parts of a group chat that the request has. Admins of it only.</summary>
internal static class UpdateGroupChat
{
    /// <param name="Name">1–100 characters.</param>
    /// <param name="Description">Up to 1,000 characters; null empties it.</param>
    internal sealed record Request(Optional<string> Name, Optional<string> Description)
    {
        internal static Request Example { get; } = new(new("Project Team"), new("Group chat for our project team"));
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Name).IsNameIfGiven();
            RuleFor(request => request.Description).IsDescriptionIfGiven();
        }
    }

    private const string Sql = $"""
        -- GroupChats.UpdateGroupChat.Lock
        {Membership.LockChat};
        -- GroupChats.UpdateGroupChat
        WITH chat AS (
            SELECT c.id, me.role
              FROM {Membership.Mine}
             WHERE c.id = @ChatId AND c.kind = 'group' AND c.is_active
        ), moved AS (
            UPDATE chats c
               SET name = coalesce(@Name, c.name), description = coalesce(@Description, c.description),
                   updated_at = clock_timestamp(), last_change = c.last_change + 1
              FROM chat
             WHERE c.id = chat.id AND chat.role = '{MemberRole.Admin}'
               AND (c.name <> @Name OR c.description <> @Description)
            RETURNING c.*
        )
        SELECT chat.role, moved.id, moved.organization_id, moved.name, moved.description, moved.created_by,
               moved.member_count, moved.created_at, moved.updated_at, moved.last_position, moved.last_change
          FROM chat
          LEFT JOIN moved ON true
        """;

    [Refuses(
        nameof(Refusals.NotAMember), nameof(Refusals.GroupChatNotFound), nameof(Refusals.CannotUpdateGroupChat))]
    internal static async Task<Results<Ok<GroupChatDetail>, ProblemHttpResult>> Handle(
        ChatId chat, Request request, Me me, NpgsqlDataSource db, Hub hub, SignedUrls urls, CancellationToken cancel)
    {
        var changes = new
        {
            ChatId = chat.Id,
            Me = me.Id,
            Name = request.Name.Value,
            Description = request.Description.IsGiven ? GroupChatRules.OrEmpty(request.Description.Value) : null,
        };

        if (await db.QueryOneLocked<Row>(Sql, changes, cancel) is not { } row)
        {
            return await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.GroupChatNotFound;
        }

        if (row.Role != MemberRole.Admin)
        {
            return Refusals.CannotUpdateGroupChat;
        }

        if (row.Id == chat.Id)
        {
            hub.Publish(
                ChatTopic.Of(chat.Id), new Cursor(row.LastPosition, row.LastChange), new ChatUpdated(chat.Id, row.ToShared()));
        }

        return await GroupChatRow.Find(chat.Id, me, db, urls, cancel) is { } group
            ? TypedResults.Ok(group)
            : await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.GroupChatNotFound;
    }

    private sealed record Row
    {
        public string Role { get; init; } = "";
        public long Id { get; init; }
        public long OrganizationId { get; init; }
        public string Name { get; init; } = "";
        public string Description { get; init; } = "";
        public long CreatedBy { get; init; }
        public long MemberCount { get; init; }
        public DateTime CreatedAt { get; init; }
        public DateTime UpdatedAt { get; init; }
        public long LastPosition { get; init; }
        public long LastChange { get; init; }

        internal SharedGroupChat ToShared() => new(
            Id, OrganizationId, Name, Description, Avatar: null, CreatedBy, MemberCount, CreatedAt, UpdatedAt);
    }
}

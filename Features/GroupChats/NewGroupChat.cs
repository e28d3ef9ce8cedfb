using Connectify.Features.Messages;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connectify.Features.GroupChats;

/// <summary>What became of a group chat that was to be created.</summary>
internal sealed class NewGroupChat : Newcomers.Facts
{
    // Whoever is named is held while this looks: nobody blocks the caller or is deactivated meanwhile.
    internal const string Sql = $"""
        -- GroupChats.CreateGroupChat.Lock
        WITH key AS MATERIALIZED (
            {Idempotency.Lock}
        ), people AS MATERIALIZED (
            SELECT user_id
              FROM organization_members
             WHERE organization_id = @OrganizationId AND user_id = ANY (@MemberIds || @Me)
               AND (SELECT count(*) FROM key) >= 0
             ORDER BY user_id
               FOR SHARE
        )
        SELECT count(*) FROM people;
        -- GroupChats.CreateGroupChat
        WITH earlier AS (
            {Idempotency.Earlier}
        ), creator AS (
            SELECT user_id AS id
              FROM organization_members
             WHERE organization_id = @OrganizationId AND user_id = @Me AND is_active
        ), named AS (
            SELECT id, number, @OrganizationId AS organization_id, false AS is_in
              FROM unnest(@MemberIds) WITH ORDINALITY AS member (id, number)
        ), {Newcomers.Checks}, {LooseFiles.Held}, created AS (
            INSERT INTO chats (organization_id, kind, name, description, created_by, member_count,
                               last_position, last_change, live_count)
            SELECT @OrganizationId, 'group', @Name, @Description, creator.id, cardinality(@MemberIds) + 1,
                   messages, messages, messages
              FROM creator, (SELECT (@Content::text IS NOT NULL)::int AS messages) first
             WHERE NOT EXISTS (SELECT FROM earlier) AND {Newcomers.AreWelcome} AND {LooseFiles.AreAllHeld}
            RETURNING id, last_position AS messages, created_at
        ), members AS (
            INSERT INTO chat_members (chat_id, user_id, role, joined_at, sent_count, live_sent_count)
            SELECT id, @Me, '{MemberRole.Admin}', created_at, messages, messages FROM created
            UNION ALL
            SELECT created.id, named.id, '{MemberRole.Member}', created.created_at, 0, 0 FROM created, named
        ), message AS (
            {FirstMessage.Store}
        ), remembered AS (
            {Idempotency.Remember}
        ), owner AS (
            SELECT id FROM created
        ), {Avatar.Owned}
        SELECT (SELECT id FROM created) AS created_id, (SELECT id FROM earlier) AS earlier_id,
               (SELECT is_same FROM earlier) AS is_same, EXISTS (SELECT FROM creator) AS belongs, {Newcomers.Columns}
        """;

    public long? CreatedId { get; init; }
    public long? EarlierId { get; init; }
    public bool? IsSame { get; init; }
    public bool Belongs { get; init; }

    /// <summary>What is wrong with a request that names more members than a group chat may have; else null.</summary>
    internal static ProblemHttpResult? Check(CreateGroupChat.Request request, Limits limits, Me me) =>
        Others(request, me).Length >= limits.GroupMembers ? Refusals.TooManyMembers(limits.GroupMembers) : null;

    internal static object Parameters(
        CreateGroupChat.Request request, string? content, UploadedFile? avatar, IdempotencyKey key, Me me) => new
        {
            Me = me.Id,
            request.Name,
            Description = GroupChatRules.OrEmpty(request.Description),
            request.OrganizationId,
            MemberIds = Others(request, me),
            Content = content,
            Path = "group-chats",
            Key = key.Value,
            Fingerprint = Idempotency.Fingerprint(new { Request = request, avatar?.FileName, avatar?.Size }),
            Keys = avatar?.Keys.ToArray() ?? [],
            AvatarKey = avatar?.Key,
            AvatarType = avatar?.Kind.ContentType,
            AvatarSize = avatar?.Size,
        };

    private static long[] Others(CreateGroupChat.Request request, Me me) =>
        [.. Newcomers.Distinct(request.MemberIds).Where(id => id != me.Id)];
}

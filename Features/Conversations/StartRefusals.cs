using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Conversations;

/// <summary>Why a conversation could not be started, the first reason of all.</summary>
internal static class StartRefusals
{
    private const string WhySql = $"""
        -- Conversations.StartRefusals
        SELECT EXISTS (SELECT FROM organization_members
                        WHERE organization_id = @OrganizationId AND user_id = @Me AND is_active) AS belongs,
               EXISTS (SELECT FROM organization_members
                        WHERE organization_id = @OrganizationId AND user_id = @ParticipantId AND is_active) AS other_belongs,
               {Pair.IsBlocked} AS is_blocked, {Pair.HasBlocked} AS has_blocked,
               (SELECT id FROM chats
                 WHERE organization_id = @OrganizationId AND kind = 'conversation' AND is_active
                   AND participant_low = least(@Me, @ParticipantId)
                   AND participant_high = greatest(@Me, @ParticipantId)) AS conversation_id
        """;

    internal static async Task<ProblemHttpResult> Why(
        StartConversation.Request request, Me me, NpgsqlDataSource db, CancellationToken cancel)
    {
        var facts = await db.QueryOne<Facts>(
            WhySql, new { Me = me.Id, request.ParticipantId, request.OrganizationId }, cancel);

        return facts switch
        {
            { Belongs: false } => Refusals.NotInOrganization,
            { OtherBelongs: false } => Refusals.ParticipantNotInOrganization,
            _ when request.ParticipantId == me.Id => Refusals.ConversationWithOneself,
            { IsBlocked: true } => Refusals.StartWithBlocker,
            { HasBlocked: true } => Refusals.StartWithBlocked,

            // Where it has just been deleted again there is none to name, and the next try succeeds.
            _ => Refusals.ConversationExists(facts!.ConversationId),
        };
    }

    private sealed record Facts(
        bool Belongs, bool OtherBelongs, bool IsBlocked, bool HasBlocked, long? ConversationId);
}

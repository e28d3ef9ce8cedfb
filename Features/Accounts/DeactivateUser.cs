using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>
/// Shuts a user out of the organizations where the caller is an admin. Who is active nowhere after that has no
/// sessions any more.
/// </summary>
internal static class DeactivateUser
{
    internal sealed record Request(long? UserId)
    {
        internal static Request Example { get; } = new(2);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.UserId).Given();
    }

    private const string Sql = $"""
        -- Accounts.DeactivateUser
        {Activation.Lock};
        WITH {Activation.Reach}, changed AS (
            UPDATE organization_members m
               SET is_active = false, awaits_activation = false
              FROM shared
             WHERE m.organization_id = shared.organization_id AND m.user_id = shared.user_id AND shared.is_allowed
            RETURNING m.organization_id
        ), ended AS (
            DELETE FROM sessions
             WHERE user_id = @UserId AND EXISTS (SELECT 1 FROM changed) AND NOT {Activation.ActiveElsewhere}
        )
        SELECT {Activation.OutcomeColumns}
        """;

    [Refuses(
        nameof(Refusals.NotAnAdmin),
        nameof(Refusals.OwnAccount),
        nameof(Refusals.UserNotFound),
        nameof(Refusals.NotASuperuser))]
    internal static async Task<Results<Ok<Done>, ProblemHttpResult>> Handle(
        Request request, Me me, Sessions sessions, Hub hub, NpgsqlDataSource db, CancellationToken cancel)
    {
        var userId = request.UserId!.Value;
        var outcome = await db.QueryOneLocked<Activation.Outcome>(Sql, new { UserId = userId, Me = me.Id }, cancel);

        if (Activation.Refusal(outcome!, userId, me) is { } refusal)
        {
            return refusal;
        }

        sessions.Forget(userId);
        CloseSockets(hub, userId, outcome!);

        return TypedResults.Ok(new Done("User deactivated"));
    }

    private static void CloseSockets(Hub hub, long userId, Activation.Outcome outcome)
    {
        if (!outcome.IsActiveElsewhere)
        {
            hub.CloseUser(userId, CloseReason.Unauthorized);
            return;
        }

        foreach (var organizationId in outcome.Organizations)
        {
            hub.CloseUserInOrganization(userId, organizationId, CloseReason.AccessDenied);
        }
    }
}

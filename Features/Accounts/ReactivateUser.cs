using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Lets a deactivated user in again. No token from before comes back to life.</summary>
internal static class ReactivateUser
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
        -- Accounts.ReactivateUser
        {Activation.Statement}
        """;

    [Refuses(
        nameof(Refusals.NotAnAdmin),
        nameof(Refusals.OwnAccount),
        nameof(Refusals.UserNotFound),
        nameof(Refusals.NotASuperuser))]
    internal static async Task<Results<Ok<Done>, ProblemHttpResult>> Handle(
        Request request, Me me, Sessions sessions, NpgsqlDataSource db, CancellationToken cancel)
    {
        var userId = request.UserId!.Value;
        var outcome = await db.QueryOneLocked<Activation.Outcome>(Sql, new { UserId = userId, Me = me.Id }, cancel);

        if (Activation.Refusal(outcome!, userId, me) is { } refusal)
        {
            return refusal;
        }

        sessions.Forget(userId);

        return TypedResults.Ok(new Done("User reactivated"));
    }
}

using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Ends a session. Any refresh token that it ever had will do, also where it has ended already.</summary>
internal static class LogOut
{
    internal sealed record Request(string? RefreshToken)
    {
        internal static Request Example { get; } = new(IssuedTokens.Example.RefreshToken);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.RefreshToken).Given();
    }

    private const string Sql = """
        -- Accounts.LogOut
        DELETE FROM sessions WHERE id = @SessionId AND user_id = @UserId
        """;

    [Refuses(nameof(Refusals.InvalidRefreshToken))]
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Request request, Tokens tokens, Sessions sessions, Hub hub, NpgsqlDataSource db, CancellationToken cancel)
    {
        if (await tokens.ReadRefreshToken(request.RefreshToken!) is not { } claims)
        {
            return Refusals.InvalidRefreshToken;
        }

        await db.Execute(Sql, new { claims.SessionId, claims.UserId }, cancel);
        sessions.Forget(claims.UserId);
        hub.CloseSession(claims.UserId, claims.SessionId, CloseReason.Unauthorized);

        return TypedResults.NoContent();
    }
}

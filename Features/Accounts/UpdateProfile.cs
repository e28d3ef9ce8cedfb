using System.Globalization;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Changes those parts of the caller's profile that the request has. Null clears what may be empty.</summary>
internal static class UpdateProfile
{
    /// <param name="Bio">At most 1,000 characters.</param>
    /// <param name="Dob"><c>YYYY-MM-DD</c>, from 1900 to today.</param>
    /// <param name="ProfileImage">An http or https URL of at most 2,048 characters.</param>
    internal sealed record Request(
        Optional<string> FirstName,
        Optional<string> LastName,
        Optional<string> Email,
        Optional<string> Bio,
        Optional<string> Dob,
        Optional<string> ProfileImage)
    {
        internal static Request Example { get; } = new(
            new("Updated"),
            new("Name"),
            new("updatedemail@example.com"),
            new("Short bio about the user"),
            new("1990-01-01"),
            new("http://example.com/image.jpg"));
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.FirstName).PersonNameIfGiven();
            RuleFor(request => request.LastName).PersonNameIfGiven();
            RuleFor(request => request.Email).EmailIfGiven();
            RuleFor(request => request.Bio).BioIfGiven();
            RuleFor(request => request.ProfileImage).ImageIfGiven();
        }
    }

    private const string Sql = $"""
        -- Accounts.UpdateProfile
        UPDATE users u
           SET first_name = coalesce(@FirstName, first_name),
               last_name = coalesce(@LastName, last_name),
               email = coalesce(@Email, email),
               bio = coalesce(@Bio, bio),
               dob = CASE WHEN @HasDob THEN @Dob ELSE dob END,
               profile_image = CASE WHEN @HasImage THEN @Image ELSE profile_image END
         WHERE u.id = @Me
        RETURNING {Profile.Columns};
        {Profile.OrganizationsOfMe}
        """;

    [Refuses(nameof(Refusals.InvalidDateOfBirth), nameof(Refusals.EmailInUse))]
    internal static async Task<Results<Ok<Profile>, ProblemHttpResult>> Handle(
        Request request, Me me, TimeProvider time, NpgsqlDataSource db, CancellationToken cancel)
    {
        if (!TryReadDob(request.Dob.Value, time, out var dob))
        {
            return Refusals.InvalidDateOfBirth;
        }

        var changes = new
        {
            Me = me.Id,
            FirstName = Changed(request.FirstName),
            LastName = Changed(request.LastName),
            Email = request.Email.Value,
            Bio = Changed(request.Bio),
            HasDob = request.Dob.IsGiven,
            Dob = dob,
            HasImage = request.ProfileImage.IsGiven,
            Image = request.ProfileImage.Value,
        };

        try
        {
            var (changed, organizations) = await db.QueryTwo<Profile.Row, OrganizationRole>(Sql, changes, cancel);

            return TypedResults.Ok(changed.Single().With(organizations));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return Refusals.EmailInUse;
        }
    }

    private static string? Changed(Optional<string> text) => text.IsGiven ? AccountRules.OrEmpty(text.Value) : null;

    private static bool TryReadDob(string? text, TimeProvider time, out DateOnly? dob)
    {
        dob = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

        return text is null || (dob?.Year >= 1900 && dob <= DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
    }
}

using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class RegistrationLimitTests(RegistrationLimitTests.BehindProxy app)
    : IClassFixture<RegistrationLimitTests.BehindProxy>
{
    public sealed class BehindProxy : App
    {
        protected override IEnumerable<(string, string)> Settings =>
            [("Proxies:Trusted", "127.0.0.1"), ("Limits:RegistrationsPerMinute", "3")];
    }

    [Fact]
    public async Task One_more_than_allowed_in_a_minute_is_told_when_to_come_back()
    {
        for (var time = 0; time < 3; time++)
        {
            await Register("198.51.100.1").ShouldBe(Created);
        }

        var response = await Register("198.51.100.1");

        await response.ShouldBeProblem(TooManyRequests, "Too many registrations; try again later");
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Other_addresses_are_not_held_up()
    {
        for (var time = 0; time < 3; time++)
        {
            await Register("198.51.100.2").ShouldBe(Created);
        }

        await Register("198.51.100.3").ShouldBe(Created);
    }

    [Fact]
    public async Task Asking_which_names_are_taken_counts_as_well()
    {
        for (var time = 0; time < 3; time++)
        {
            await Register("198.51.100.4", "alice").ShouldBeProblem(BadRequest, "Username already in use");
        }

        await Register("198.51.100.4").ShouldBe(TooManyRequests);
    }

    private Task<HttpResponseMessage> Register(string address, string? username = null)
    {
        username ??= People.Unique("erin");
        var email = $"{username}@new.example.com";

        return app.PostFrom(
            address, "/api/accounts/register/", new { username, email, Person.Password, OrganizationId = People.Demo });
    }
}

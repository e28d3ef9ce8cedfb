using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

/// <summary>Everybody here comes through a proxy that says from where.</summary>
public sealed class PasswordLimitTests(PasswordLimitTests.BehindProxy app) : IClassFixture<PasswordLimitTests.BehindProxy>
{
    private const string TooMany = "Too many wrong passwords; try again later";

    private static int _addresses;

    public sealed class BehindProxy : App
    {
        protected override IEnumerable<(string, string)> Settings =>
        [
            ("Proxies:Trusted", "127.0.0.0/8, ::1"), ("Limits:PasswordFailures", "3"),
            ("Limits:PasswordFailuresPerAccount", "6"), ("Limits:PasswordFailuresPerAddress", "9"),
        ];
    }

    [Fact]
    public async Task After_too_many_wrong_passwords_the_right_one_is_refused_too()
    {
        using var dave = await app.Register("dave");
        var address = Address();
        await Fail(dave.Username, address, times: 3);

        var response = await LogIn(dave.Username, Person.Password, address);

        await response.ShouldBeProblem(TooManyRequests, TooMany);
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task Up_to_the_limit_the_right_password_opens()
    {
        using var dave = await app.Register("dave");
        var address = Address();
        await Fail(dave.Username, address, times: 2);

        await LogIn(dave.Username, Person.Password, address).ShouldBe(OK);
    }

    [Fact]
    public async Task Right_passwords_are_not_counted()
    {
        using var dave = await app.Register("dave");
        var address = Address();

        for (var time = 0; time < 5; time++)
        {
            await LogIn(dave.Username, Person.Password, address).ShouldBe(OK);
        }
    }

    [Fact]
    public async Task From_elsewhere_the_account_still_opens()
    {
        using var dave = await app.Register("dave");
        await Fail(dave.Username, Address(), times: 3);

        await LogIn(dave.Username, Person.Password, Address()).ShouldBe(OK);
    }

    [Fact]
    public async Task Wrong_passwords_for_one_account_from_many_addresses_are_too_many_together()
    {
        using var dave = await app.Register("dave");

        for (var time = 0; time < 6; time++)
        {
            await Fail(dave.Username, Address(), times: 1);
        }

        await LogIn(dave.Username, Person.Password, Address()).ShouldBeProblem(TooManyRequests, TooMany);
    }

    [Fact]
    public async Task Wrong_passwords_from_one_address_for_many_accounts_are_too_many_together()
    {
        using var dave = await app.Register("dave");
        var address = Address();

        for (var time = 0; time < 9; time++)
        {
            await Fail(People.Unique("nobody"), address, times: 1);
        }

        await LogIn(dave.Username, Person.Password, address).ShouldBeProblem(TooManyRequests, TooMany);
    }

    [Fact]
    public async Task Username_and_email_are_the_same_account()
    {
        using var dave = await app.Register("dave");
        var address = Address();
        await Fail(dave.Username, address, times: 2);
        await From(address, "login", new { dave.Email, Password = "wrong password" }).ShouldBe(Unauthorized);

        await LogIn(dave.Username, Person.Password, address).ShouldBeProblem(TooManyRequests, TooMany);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_limited_alike()
    {
        var address = Address();
        await Fail("nobody-at-all", address, times: 3);

        await LogIn("NOBODY-at-all", Person.Password, address).ShouldBeProblem(TooManyRequests, TooMany);
    }

    [Fact]
    public async Task Many_at_once_are_no_more_tries_than_many_in_a_row()
    {
        using var dave = await app.Register("dave");
        var address = Address();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(guess => LogIn(dave.Username, $"wrong password {guess}", address)));

        answers.Count(answer => answer.StatusCode == Unauthorized).ShouldBe(3);
        answers.Count(answer => answer.StatusCode == TooManyRequests).ShouldBe(27);
    }

    [Fact]
    public async Task A_wrong_current_password_counts_as_well()
    {
        using var dave = await app.Register("dave");
        var wrong = new { current_password = "wrong password", new_password = "another one of mine" };

        for (var time = 0; time < 3; time++)
        {
            await dave.Post("/api/accounts/password/", wrong).ShouldBeInvalid("current_password");
        }

        var right = new { current_password = Person.Password, new_password = "another one of mine" };
        await dave.Post("/api/accounts/password/", right).ShouldBeProblem(TooManyRequests, TooMany);
        await LogIn(dave.Username, Person.Password, Address()).ShouldBe(OK);
    }

    [Fact]
    public async Task All_addresses_of_one_IPv6_network_are_one()
    {
        using var dave = await app.Register("dave");
        await Fail(dave.Username, "2001:db8:1:2::1", times: 1);
        await Fail(dave.Username, "2001:db8:1:2::2", times: 1);
        await Fail(dave.Username, "2001:db8:1:2:ffff::3", times: 1);

        await LogIn(dave.Username, Person.Password, "2001:db8:1:2::4").ShouldBeProblem(TooManyRequests, TooMany);
        await LogIn(dave.Username, Person.Password, "2001:db8:1:3::4").ShouldBe(OK);
    }

    private static string Address() => $"198.51.100.{Interlocked.Increment(ref _addresses)}";

    private async Task Fail(string username, string address, int times)
    {
        for (var time = 0; time < times; time++)
        {
            await LogIn(username, "wrong password", address).ShouldBeProblem(Unauthorized, "Invalid username or password");
        }
    }

    private Task<HttpResponseMessage> LogIn(string username, string password, string address) =>
        From(address, "login", new { username, password });

    private Task<HttpResponseMessage> From(string address, string operation, object body) =>
        app.PostFrom(address, $"/api/accounts/{operation}/", body);
}

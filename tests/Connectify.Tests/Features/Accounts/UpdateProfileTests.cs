using System.Net;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class UpdateProfileTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_whole_profile_is_changed_and_shown()
    {
        using var dave = await app.Register("dave");
        var email = $"new-{dave.Username}@example.com";

        var answer = await Update(dave, new
        {
            first_name = "Updated",
            last_name = "Name",
            email,
            bio = "Short bio about the user",
            dob = "1990-01-01",
            profile_image = "http://example.com/image.jpg",
        }).ShouldBe(OK);

        answer.Text("first_name").ShouldBe("Updated");
        answer.Text("last_name").ShouldBe("Name");
        answer.Text("email").ShouldBe(email);
        answer.Text("bio").ShouldBe("Short bio about the user");
        answer.Text("dob").ShouldBe("1990-01-01");
        answer.Text("profile_image").ShouldBe("http://example.com/image.jpg");
        answer.GetProperty("organizations").GetArrayLength().ShouldBe(1);
        (await dave.ShowProfile().ShouldBe(OK)).GetRawText().ShouldBe(answer.GetRawText());
    }

    [Fact]
    public async Task What_the_request_does_not_have_stays_with_PUT_and_with_PATCH()
    {
        using var dave = await app.Register("dave");
        await Update(dave, new { first_name = "Dave", bio = "Hello", dob = "2000-02-29", profile_image = "https://x.example/i" }).ShouldBe(OK);

        await Update(dave, new { last_name = "Doe" }).ShouldBe(OK);
        var answer = await dave.Patch(AccountVerbs.Profile, new { bio = "Bye", username = "eve", role = "ADMIN" }).ShouldBe(OK);

        answer.Text("username").ShouldBe(dave.Username);
        answer.Text("first_name").ShouldBe("Dave");
        answer.Text("last_name").ShouldBe("Doe");
        answer.Text("bio").ShouldBe("Bye");
        answer.Text("dob").ShouldBe("2000-02-29");
        answer.Text("profile_image").ShouldBe("https://x.example/i");
        answer.GetProperty("organizations")[0].Text("role").ShouldBe("USER");
        (await Update(dave, new { }).ShouldBe(OK)).GetRawText().ShouldBe(answer.GetRawText());
    }

    [Fact]
    public async Task Null_clears_what_may_be_empty()
    {
        using var dave = await app.Register("dave");
        await Update(dave, new { bio = "Hello", dob = "2000-02-29", profile_image = "https://x.example/i" }).ShouldBe(OK);

        var answer = await Update(dave, new { bio = (string?)null, dob = (string?)null, profile_image = (string?)null }).ShouldBe(OK);

        answer.Text("bio").ShouldBe("");
        answer.Text("dob").ShouldBeNull();
        answer.Text("profile_image").ShouldBeNull();
    }

    [Fact]
    public async Task Names_and_email_cannot_be_null()
    {
        using var dave = await app.Register("dave");

        await Update(dave, new { first_name = (string?)null, last_name = (string?)null, email = (string?)null })
            .ShouldBeInvalid("first_name", "last_name", "email");
    }

    [Theory]
    [InlineData("1899-12-31")]
    [InlineData("2999-01-01")]
    [InlineData("2001-02-29")]
    [InlineData("1990-1-1")]
    [InlineData("01/01/1990")]
    [InlineData("1990-01-01T00:00:00Z")]
    [InlineData("yesterday")]
    [InlineData("")]
    public async Task A_date_of_birth_is_a_day_from_1900_to_today(string dob)
    {
        using var dave = await app.Register("dave");

        await Update(dave, new { dob, bio = "changed" }).ShouldBeProblem(BadRequest, "Invalid date of birth");

        (await dave.ShowProfile().ShouldBe(OK)).Text("bio").ShouldBe("");
    }

    [Fact]
    public async Task Somebody_may_be_born_today_or_in_1900()
    {
        using var dave = await app.Register("dave");
        var today = DateOnly.FromDateTime(DateTime.UtcNow).ToString("O");

        (await Update(dave, new { dob = "1900-01-01" }).ShouldBe(OK)).Text("dob").ShouldBe("1900-01-01");
        (await Update(dave, new { dob = today }).ShouldBe(OK)).Text("dob").ShouldBe(today);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/image.jpg")]
    [InlineData("http://")]
    [InlineData("http://example.com/a b")]
    [InlineData("")]
    public async Task An_image_is_an_http_address(string profile_image)
    {
        using var dave = await app.Register("dave");

        await Update(dave, new { profile_image }).ShouldBeInvalid("profile_image");
    }

    [Theory]
    [InlineData(1000, 2048, OK)]
    [InlineData(1001, 2048, BadRequest)]
    [InlineData(1000, 2049, BadRequest)]
    public async Task Bio_and_image_have_a_longest_length(int bio, int image, HttpStatusCode status)
    {
        using var dave = await app.Register("dave");
        var address = "https://example.com/";

        await Update(dave, new
        {
            bio = string.Concat(Enumerable.Repeat("😀", bio)),
            profile_image = address + new string('x', image - address.Length),
        }).ShouldBe(status);
    }

    [Fact]
    public async Task An_email_of_somebody_else_is_refused_and_nothing_changes()
    {
        using var dave = await app.Register("dave");
        using var erin = await app.Register("erin");

        await Update(dave, new { email = erin.Email.ToUpperInvariant(), bio = "changed" })
            .ShouldBeProblem(BadRequest, "Email already in use");

        (await dave.ShowProfile().ShouldBe(OK)).Text("bio").ShouldBe("");
        (await Update(dave, new { email = dave.Email.ToUpperInvariant() }).ShouldBe(OK)).Text("email").ShouldBe(dave.Email.ToUpperInvariant());
        await Update(dave, new { email = "no email" }).ShouldBeInvalid("email");
    }

    [Fact]
    public async Task Of_ten_who_take_one_email_at_once_one_gets_it()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.Register("racer")));

        var answers = await Task.WhenAll(people.Select(person => Update(person, new { email = "prize@example.com" })));

        answers.Count(answer => answer.StatusCode == OK).ShouldBe(1);

        foreach (var answer in answers.Where(answer => answer.StatusCode != OK))
        {
            await answer.ShouldBeProblem(BadRequest, "Email already in use");
        }
    }

    private static Task<HttpResponseMessage> Update(Person person, object body) => person.Put(AccountVerbs.Profile, body);
}

using Connectify.Features.Accounts;
using Connectify.Tests.Support;

namespace Connectify.Tests.Document;

/// <summary>Whoever registers here waits to be activated.</summary>
internal static class AccountCases
{
    internal static void AddAccounts(this Cases cases)
    {
        cases.On(
            "Register",
            [
                ("in an organization", stage => Register(People.Unique("erin"))),
                ("an email that somebody has", stage => Register(People.Unique("erin"), email: stage.Bob.Email)),
                ("a username that somebody has", stage => Register(stage.Bob.Username)),
                ("there is no such organization", stage => Register(People.Unique("erin"), organization: 1L << 40)),
                ("a password that is too short", stage => Register(People.Unique("erin"), password: "1234567")),
                ("nothing is said", stage => Body(null, new { })),
            ]);

        cases.On(
            "Log in",
            [
                ("with the username", stage => Body(null, new { stage.Bob.Username, Person.Password })),
                ("with the email", stage => Body(null, new { stage.Bob.Email, Person.Password })),
                ("a wrong password", stage => Body(null, new { stage.Bob.Username, Password = "wrong password" })),
                ("a name that nobody has", stage => Body(null, new { Username = "nobody", Person.Password })),
                ("somebody who was deactivated", async stage =>
                {
                    await stage.Deactivate(stage.Bob);
                    return await Body(null, new { stage.Bob.Username, Person.Password });
                }),
                ("somebody who awaits activation", async stage =>
                    await Body(null, new { (await stage.Waiting()).Username, Person.Password })),
            ]);

        cases.On(
            "Refresh a token",
            [
                ("the newest one", stage => Body(null, new { stage.Bob.RefreshToken })),
                ("one that was used", async stage =>
                {
                    await stage.App.Refresh(stage.Bob.RefreshToken);
                    return await Body(null, new { stage.Bob.RefreshToken });
                }),
                ("one that is none", stage => Body(null, new { RefreshToken = "none" })),
            ]);

        cases.On(
            "Log out",
            [
                ("of a session", stage => Body(null, new { stage.Bob.RefreshToken })),
                ("one that is none", stage => Body(null, new { RefreshToken = "none" })),
            ]);

        cases.On(
            "Change the password",
            [
                ("the current one is right", stage => Body(stage.Bob, new { CurrentPassword = Person.Password, NewPassword = "another one of mine" })),
                ("the current one is wrong", stage => Body(stage.Bob, new { CurrentPassword = "wrong", NewPassword = "another one of mine" })),
                ("a new one that is too short", stage => Body(stage.Bob, new { CurrentPassword = Person.Password, NewPassword = "short" })),
            ]);

        cases.On(
            "Show the profile",
            [
                ("somebody who is signed in", stage => Task.FromResult(new Call(stage.Bob))),
                ("somebody who awaits activation", async stage => new Call(await stage.Waiting())),
            ]);

        cases.On(
            "Change the profile",
            [
                ("all of it", stage => Body(stage.Bob, new
                {
                    FirstName = "Updated",
                    LastName = "Name",
                    Email = $"{People.Unique("updated")}@example.com",
                    Bio = "Short bio about the user",
                    Dob = "1990-01-01",
                    ProfileImage = "http://example.com/image.jpg",
                })),
                ("nothing is said", stage => Body(stage.Bob, new { })),
                ("a day that is none", stage => Body(stage.Bob, new { Dob = "1990-02-30" })),
                ("an email that somebody has", stage => Body(stage.Bob, new { stage.Alice.Email })),
                ("an address that is none", stage => Body(stage.Bob, new { ProfileImage = "javascript:alert(1)" })),
                ("somebody who awaits activation", async stage => await Body(await stage.Waiting(), new { FirstName = "Updated" })),
            ]);

        cases.On("Activate a user", [.. Activating(), ("an admin", async stage => await Act(await Admin(stage), await stage.Waiting()))]);
        cases.On("Reactivate a user", [.. Activating(), ("an admin", async stage => await Act(await Admin(stage), await Deactivated(stage)))]);
        cases.On(
            "Deactivate a user",
            [
                .. Activating(),
                ("an admin", async stage => await Act(await Admin(stage), stage.Bob)),
                ("twice", async stage => await Act(await Admin(stage), await Deactivated(stage))),
            ]);

        cases.On(
            "Join an organization",
            [
                ("for the first time", async stage => new Call(stage.Bob, await stage.App.Organization())),
                ("once more", async stage => new Call(stage.Bob, await stage.App.Organization((stage.Bob, Roles.User)))),
                ("somebody who was deactivated there", async stage =>
                {
                    var organization = await stage.App.Organization((stage.Bob, Roles.User));
                    await stage.App.Deactivate(stage.Bob, organization);
                    return new Call(stage.Bob, organization);
                }),
                ("there is no such organization", stage => Task.FromResult(new Call(stage.Bob, 1L << 40))),
            ]);

        cases.AddOrganizations();
    }

    private static void AddOrganizations(this Cases cases)
    {
        cases.On(
            "List the users of an organization",
            [
                ("a user", stage => Task.FromResult(new Call(stage.Bob, People.Demo))),
                ("an admin", async stage => new Call(await Admin(stage), People.Demo)),
                ("somebody of another organization", async stage => new Call(await stage.Stranger(), People.Demo)),
            ]);

        cases.On(
            "Create a user",
            [
                ("an admin", async stage => Create(await Admin(stage), People.Unique("erin"))),
                ("the same again under one key", async stage => await Again(stage, isSame: true)),
                ("something else under one key", async stage => await Again(stage, isSame: false)),
                ("a superuser, with a role", async stage => Create(await Superuser(stage), People.Unique("erin"), role: Roles.Staff)),
                ("an admin, with a role beyond USER", async stage => Create(await Admin(stage), People.Unique("erin"), role: Roles.Staff)),
                ("a superuser, with the role SUPERUSER", async stage =>
                    Create(await Superuser(stage), People.Unique("erin"), role: Roles.Superuser)),
                ("a user", stage => Task.FromResult(Create(stage.Bob, People.Unique("erin")))),
                ("an email that somebody has", async stage => Create(await Admin(stage), People.Unique("erin"), email: stage.Bob.Email)),
                ("somebody of another organization", async stage => Create(await stage.Stranger(), People.Unique("erin"))),
            ]);

        cases.On(
            "Show a user of an organization",
            [
                ("a user", stage => Task.FromResult(new Call(stage.Bob, People.Demo, stage.Alice.Id))),
                ("an admin", async stage => new Call(await Admin(stage), People.Demo, stage.Alice.Id)),
                ("there is no such user", async stage => new Call(stage.Bob, People.Demo, (await stage.Stranger()).Id)),
                ("somebody of another organization", async stage => new Call(await stage.Stranger(), People.Demo, stage.Alice.Id)),
            ]);

        cases.On(
            "Change the role of a user",
            [
                ("a superuser", async stage => Promote(await Superuser(stage), stage.Bob.Id)),
                ("an admin", async stage => Promote(await Admin(stage), stage.Bob.Id)),
                ("the role SUPERUSER", async stage => Promote(await Superuser(stage), stage.Bob.Id, Roles.Superuser)),
                ("there is no such user", async stage => Promote(await Superuser(stage), (await stage.Stranger()).Id)),
                ("somebody of another organization", async stage => Promote(await stage.Stranger(), stage.Bob.Id)),
            ]);
    }

    private static (string, Func<Stage, Task<Call>>)[] Activating() =>
    [
        ("a user", stage => Act(stage.Alice, stage.Bob)),
        ("somebody who is not of the organization", async stage => await Act(await Admin(stage), await stage.Stranger())),
        ("oneself", async stage =>
        {
            var admin = await Admin(stage);
            return await Act(admin, admin);
        }),
        ("an admin, of a superuser", async stage => await Act(await Admin(stage), await Superuser(stage))),
    ];

    private static Task<Person> Admin(Stage stage) => stage.Somebody("admin", Roles.Admin);

    private static Task<Person> Superuser(Stage stage) => stage.Somebody("superuser", Roles.Superuser);

    private static async Task<Person> Deactivated(Stage stage)
    {
        await stage.Deactivate(stage.Bob);

        return stage.Bob;
    }

    private static Task<Call> Body(Person? by, object body) => Task.FromResult(new Call(by) { Body = body });

    private static Task<Call> Act(Person by, Person on) => Body(by, new { UserId = on.Id });

    private static Task<Call> Register(
        string username, string? email = null, string password = Person.Password, long organization = People.Demo) =>
        Body(null, new
        {
            username,
            Email = email ?? $"{username}@example.com",
            password,
            FirstName = "New",
            LastName = "User",
            OrganizationId = organization,
        });

    private static async Task<Call> Again(Stage stage, bool isSame)
    {
        var admin = await Admin(stage);
        var first = Create(admin, People.Unique("erin")) with { Key = "first" };
        await admin.Post($"/api/accounts/organizations/{People.Demo}/users/", first.Body, first.Key);

        return isSame ? first : Create(admin, People.Unique("erin")) with { Key = "first" };
    }

    private static Call Create(Person by, string username, string? email = null, string? role = null) =>
        new(by, People.Demo)
        {
            Body = new { username, Email = email ?? $"{username}@example.com", Person.Password, role },
        };

    private static Call Promote(Person by, long user, string role = Roles.Staff) =>
        new(by, People.Demo, user) { Body = new { role } };
}

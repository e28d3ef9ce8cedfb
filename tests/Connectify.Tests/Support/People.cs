using System.Net.Http.Json;
using Connectify.Features.Accounts;
using Connectify.Infrastructure.Http;

namespace Connectify.Tests.Support;

/// <summary>How people come to a service: the demo's alice (superuser), bob and carol, and new ones.</summary>
internal static class People
{
    /// <summary>The organization of the demo.</summary>
    internal const long Demo = 1;

    private static int _count;

    /// <summary>Signs in somebody who has an account.</summary>
    internal static async Task<Person> LogIn(this App app, string username, string? password = null) =>
        await Person.From(
            app, await app.Post("/api/accounts/login/", new { username, password = password ?? Person.PasswordOf(username) }));

    /// <summary>Makes an account whose username begins with a name, and that nobody else has.</summary>
    internal static async Task<Person> Register(this App app, string name, long organization = Demo)
    {
        var username = Unique(name);
        var body = new
        {
            username,
            email = $"{username}@example.com",
            password = Person.Password,
            organization_id = organization,
        };

        return await Person.From(app, await app.Post("/api/accounts/register/", body));
    }

    /// <summary>An organization of people who may be in others too, and what each is in it.</summary>
    internal static async Task<long> Organization(this App app, params (Person Person, string Role)[] members)
    {
        var id = await app.Value<long>(
            "INSERT INTO organizations (name) VALUES (@Name) RETURNING id", new { Name = Unique("org") });

        foreach (var (person, role) in members)
        {
            await app.Run(
                """
                INSERT INTO organization_members (organization_id, user_id, role, is_active, awaits_activation)
                VALUES (@Id, @UserId, @Role, true, false)
                """,
                new { Id = id, UserId = person.Id, Role = role });
        }

        return id;
    }

    /// <summary>Somebody new who is something in the demo's organization.</summary>
    internal static async Task<Person> RegisterAs(this App app, string role, string name)
    {
        var person = await app.Register(name);
        await app.Run("UPDATE organization_members SET role = @Role WHERE user_id = @Id", new { Role = role, person.Id });

        return person;
    }

    /// <summary>Somebody is deactivated in one organization.</summary>
    internal static Task Deactivate(this App app, Person person, long organization) =>
        app.Run(
            "UPDATE organization_members SET is_active = false WHERE user_id = @Id AND organization_id = @organization",
            new { person.Id, organization });

    internal static Task<Person> RegisterAdmin(this App app, string name) => app.RegisterAs(Roles.Admin, name);

    /// <summary>A username that begins with a name.</summary>
    internal static string Unique(string name) => $"{name}-{Interlocked.Increment(ref _count)}";

    /// <summary>Asks as somebody who is not signed in.</summary>
    internal static async Task<HttpResponseMessage> Get(this App app, string path)
    {
        using var client = app.CreateClient();

        return await client.GetAsync(path, TestContext.Current.CancellationToken);
    }

    /// <summary>Posts as somebody who is not signed in.</summary>
    internal static async Task<HttpResponseMessage> Post(this App app, string path, object body)
    {
        using var client = app.CreateClient();
        LogWatch.Hide(body);

        return await client.PostAsJsonAsync(path, body, Json.Options, TestContext.Current.CancellationToken);
    }

    /// <summary>Posts as somebody who is not signed in, through a proxy that names an address.</summary>
    internal static async Task<HttpResponseMessage> PostFrom(this App app, string address, string path, object body)
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        LogWatch.Hide(body);

        return await client.PostAsJsonAsync(path, body, Json.Options, TestContext.Current.CancellationToken);
    }
}

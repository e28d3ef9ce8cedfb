using System.Text.Json;
using Connectify.Faults.Staging;

namespace Connectify.Faults.Loading;

/// <summary>A user of the load.</summary>
internal sealed class Person(long id, string username, JsonElement signedIn)
{
    internal const string Password = "a password of a person";

    internal long Id { get; } = id;

    internal string Username { get; } = username;

    internal string Token { get; } = signedIn.GetProperty("token").GetString()!;

    internal string RefreshToken { get; } = signedIn.GetProperty("refresh_token").GetString()!;

    /// <summary>Makes an account.</summary>
    internal static async Task<Person> Register(Client client, Entrance entrance, long organization, string username) =>
        Of(await client.Ask(entrance, HttpMethod.Post, "/api/accounts/register/", null, new
        {
            username,
            email = $"{username}@example.com",
            password = Password,
            organization_id = organization,
        }));

    /// <summary>Signs in.</summary>
    internal static async Task<Person> LogIn(Client client, Entrance entrance, string username, string password) =>
        Of(await client.Ask(entrance, HttpMethod.Post, "/api/accounts/login/", null, new { username, password }));

    private static Person Of(Reply reply) => reply.IsSuccess
        ? new Person(reply.Body.GetProperty("id").GetInt64(), reply.Body.GetProperty("username").GetString()!, reply.Body)
        : throw new InvalidOperationException($"Somebody cannot sign in: {reply.Note}");
}

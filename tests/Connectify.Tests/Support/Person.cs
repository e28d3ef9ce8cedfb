using System.Net.Http.Headers;
using System.Net.Http.Json;
using Connectify.Features.Accounts;
using Connectify.Infrastructure.Http;

namespace Connectify.Tests.Support;

/// <summary>
/// Somebody who is signed in, with a client of their own. Bodies are what C# says in snake_case, or content as it is.
/// </summary>
internal sealed class Person : IDisposable
{
    /// <summary>What everybody's password is, but that of the demo's users.</summary>
    internal const string Password = "the same one for all of us";

    private readonly HttpClient _client;

    private Person(HttpClient client, SignedIn account)
    {
        _client = client;
        (Id, Username, Email, Token, RefreshToken) =
            (account.Id, account.Username, account.Email, account.Token, account.RefreshToken);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    internal long Id { get; }

    internal string Username { get; }

    internal string Email { get; }

    internal string Token { get; }

    internal string RefreshToken { get; }

    internal static Task<Person> From(App app, HttpResponseMessage response) => From(app.CreateClient(), response);

    /// <summary>Somebody who goes on with a client.</summary>
    internal static async Task<Person> From(HttpClient client, HttpResponseMessage response)
    {
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        return new Person(client, await response.Read<SignedIn>());
    }

    /// <summary>What the password of somebody is of whom only the name is known.</summary>
    internal static string PasswordOf(string username) => username is "alice" or "bob" or "carol" ? "connectify" : Password;

    /// <summary>Sends a request as it is.</summary>
    internal Task<HttpResponseMessage> Ask(HttpRequestMessage request) =>
        _client.SendAsync(request, TestContext.Current.CancellationToken);

    internal Task<HttpResponseMessage> Get(string path) => Send(HttpMethod.Get, path);

    internal Task<HttpResponseMessage> Post(string path, object? body = null, string? key = null) =>
        Send(HttpMethod.Post, path, body, key);

    internal Task<HttpResponseMessage> Put(string path, object? body = null) => Send(HttpMethod.Put, path, body);

    internal Task<HttpResponseMessage> Patch(string path, object? body = null) => Send(HttpMethod.Patch, path, body);

    internal Task<HttpResponseMessage> Delete(string path) => Send(HttpMethod.Delete, path);

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        LogWatch.Hide(body);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            _ => JsonContent.Create(body, options: Json.Options),
        };

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(IdempotencyKey.Header, key);
        }

        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

namespace Connectify.Tests.Support;

/// <summary>What people do to accounts.</summary>
internal static class AccountVerbs
{
    internal const string Profile = "/api/accounts/profile/";

    internal static Task<HttpResponseMessage> ShowProfile(this Person me) => me.Get(Profile);

    internal static Task<HttpResponseMessage> Activate(this Person me, Person user) =>
        me.Post("/api/accounts/activate/", new { user_id = user.Id });

    internal static Task<HttpResponseMessage> Deactivate(this Person me, Person user) =>
        me.Post("/api/accounts/deactivate/", new { user_id = user.Id });

    internal static Task<HttpResponseMessage> Reactivate(this Person me, Person user) =>
        me.Post("/api/accounts/reactivate/", new { user_id = user.Id });

    internal static Task<HttpResponseMessage> Join(this Person me, long organization) =>
        me.Post($"/api/accounts/organizations/{organization}/join/");

    internal static Task<HttpResponseMessage> ListUsers(this Person me, long organization = People.Demo, string query = "") =>
        me.Get($"/api/accounts/organizations/{organization}/users/{query}");

    internal static Task<HttpResponseMessage> ShowUser(this Person me, Person user, long organization = People.Demo) =>
        me.Get($"/api/accounts/organizations/{organization}/users/{user.Id}/");

    internal static Task<HttpResponseMessage> ChangeRole(
        this Person me, Person user, string? role, long organization = People.Demo) =>
        me.Put($"/api/accounts/organizations/{organization}/users/{user.Id}/role/", new { role });

    internal static Task<HttpResponseMessage> LogIn(this App app, Person person, string password = Person.Password) =>
        app.Post("/api/accounts/login/", new { username = person.Username, password });

    internal static Task<HttpResponseMessage> Refresh(this App app, string refreshToken) =>
        app.Post("/api/accounts/token/refresh/", new { refresh_token = refreshToken });

    internal static Task<HttpResponseMessage> LogOut(this App app, string refreshToken) =>
        app.Post("/api/accounts/logout/", new { refresh_token = refreshToken });

    /// <summary>Asks for the profile with a token.</summary>
    internal static async Task<HttpResponseMessage> Present(this App app, string token, string path = Profile)
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        return await client.GetAsync(path, TestContext.Current.CancellationToken);
    }
}

using System.Net.Http.Json;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Conventions;

namespace Connectify.Tests.Support;

/// <summary>
/// The service as a process of its own, with a database of its own: for what is a matter of a whole process. The fixture of
/// a test class; derive from it to give it settings.
/// </summary>
public class RemoteApp : IAsyncLifetime
{
    private readonly TestFolder _folder = TestFolder.Create();

    /// <summary>Its database.</summary>
    public Database Database { get; private set; } = null!;

    internal ServiceProcess Process { get; private set; } = null!;

    /// <summary>Settings beyond the usual.</summary>
    protected virtual IEnumerable<(string Name, string Value)> Settings => [];

    public virtual async ValueTask InitializeAsync()
    {
        // The settings as they are deployed, such as that logs are JSON.
        File.Copy(Path.Combine(Repository.Root, "appsettings.json"), Path.Combine(_folder.Path, "appsettings.json"));
        Database = await Database.Create();
        Process = ServiceProcess.Start(
            _folder.Path,
            [
                ("ConnectionStrings__Connectify", Database.ConnectionString),
                ("Accounts__RequireActivation", "false"),
                ("Bootstrap__Organization", "Demo"), ("Bootstrap__Username", "alice"),
                ("Bootstrap__Email", "alice@example.com"), ("Bootstrap__Password", Person.PasswordOf("alice")),
                ("Limits__RegistrationsPerMinute", "1000000"),
                .. Settings,
            ]);
        await Process.WaitUntilReady();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Database.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal HttpClient CreateClient() => new() { BaseAddress = Process.Address };

    /// <summary>Somebody new.</summary>
    internal async Task<Person> Register(string name)
    {
        var username = People.Unique(name);
        var client = CreateClient();
        var answer = await client.PostAsJsonAsync(
            "/api/accounts/register/",
            new { username, email = $"{username}@example.com", password = Person.Password, organization_id = People.Demo },
            Json.Options, TestContext.Current.CancellationToken);

        return await Person.From(client, answer);
    }

    /// <summary>Opens a socket on a conversation.</summary>
    internal Task<ChatSocket> Listen(Person person, long chat, string query = "") =>
        ChatSocket.Open(Process.Address, $"/ws/messaging/conversations/{chat}/?token={person.Token}{query}");
}

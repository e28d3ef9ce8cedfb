using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;

namespace Connectify.Tests.Document;

/// <summary>Whom and what a case is about: Alice and Bob of one organization, and others as they are asked for.</summary>
internal sealed class Stage : IDisposable
{
    private readonly List<Person> _people = [];

    private Stage(App app) => App = app;

    internal App App { get; }

    internal Person Alice { get; private set; } = null!;

    internal Person Bob { get; private set; } = null!;

    internal static async Task<Stage> Of(App app)
    {
        var stage = new Stage(app);
        stage.Alice = await stage.Somebody("alice");
        stage.Bob = await stage.Somebody("bob");

        return stage;
    }

    public void Dispose() => _people.ForEach(person => person.Dispose());

    /// <summary>Another member of the organization, active in it.</summary>
    internal async Task<Person> Somebody(string name = "carol", string role = "USER")
    {
        var person = await Waiting(name);
        await App.Run(
            "UPDATE organization_members SET role = @role, is_active = true, awaits_activation = false WHERE user_id = @Id",
            new { person.Id, role });

        return person;
    }

    /// <summary>Somebody who has just registered.</summary>
    internal async Task<Person> Waiting(string name = "dave", long organization = People.Demo)
    {
        var person = await App.Register(name, organization);
        _people.Add(person);

        return person;
    }

    /// <summary>Somebody of another organization.</summary>
    internal async Task<Person> Stranger()
    {
        var person = await Waiting("mallory", await App.Organization());
        await App.Run("UPDATE organization_members SET is_active = true, awaits_activation = false WHERE user_id = @Id", new { person.Id });

        return person;
    }

    /// <summary>The conversation of Alice and Bob.</summary>
    internal Task<long> Conversation() =>
        Made(Alice.Post("/api/messaging/conversations/", new { ParticipantId = Bob.Id, OrganizationId = People.Demo }));

    /// <summary>A group chat that Alice made, with members.</summary>
    internal Task<long> GroupChat(params Person[] members) => Made(Alice.Post(
        "/api/messaging/group-chats/",
        new { Name = "Team", OrganizationId = People.Demo, MemberIds = members.Select(member => member.Id) }));

    /// <summary>A message of somebody in a conversation.</summary>
    internal static Task<long> Said(Person sender, long conversation) =>
        Made(sender.Post($"/api/messaging/conversations/{conversation}/send_message/", new { Content = "Hello" }));

    /// <summary>A message of somebody in a group chat.</summary>
    internal static Task<long> SaidInGroup(Person sender, long groupChat) =>
        Made(sender.Post($"/api/messaging/group-chats/{groupChat}/send_message/", new { Content = "Hello" }));

    internal static Task<long> Block(Person blocker, Person blocked) => Made(
        blocker.Post("/api/messaging/blocks/", new { BlockedId = blocked.Id, OrganizationId = People.Demo }));

    /// <summary>Somebody was deactivated in the organization.</summary>
    internal Task Deactivate(Person person) => App.Deactivate(person, People.Demo);

    /// <summary>A form with these texts, and files under a name.</summary>
    internal static MultipartFormDataContent Form(
        IEnumerable<(string Name, string Value)> texts, string field, params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();

        foreach (var (name, value) in texts)
        {
            form.Add(new StringContent(value), name);
        }

        foreach (var (name, content) in files)
        {
            form.Add(new ByteArrayContent(content), field, name);
        }

        return form;
    }

    /// <summary>Makes a call at one spelling of its address.</summary>
    internal async Task<HttpResponseMessage> Make(Call call, string spelling)
    {
        var (method, path) = (spelling.Split(' ')[0], spelling.Split(' ')[1]);
        var ids = new Queue<long>(call.Ids);
        var address = string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? $"{ids.Dequeue()}" : part));

        using var client = App.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), address + call.Query);
        request.Content = call.Body as HttpContent ?? (call.Body is null ? null : JsonContent.Create(call.Body, options: Json.Options));
        request.Headers.Authorization = call.By is null ? null : new AuthenticationHeaderValue("Bearer", call.By.Token);

        if (call.Key is not null)
        {
            request.Headers.Add(IdempotencyKey.Header, call.Key);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<long> Made(Task<HttpResponseMessage> asking) =>
        (await asking.ShouldBe(HttpStatusCode.Created)).Number("id");
}

using System.Text.Json;
using Connectify.Infrastructure.Attachments;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

/// <summary>Pictures of group chats: how they come, are opened, and go.</summary>
public sealed class DownloadAvatarTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private const string Groups = "/api/messaging/group-chats/";

    private Person _alice = null!;
    private Person _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _alice = await app.Register("alice");
        _bob = await app.Register("bob");
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();

        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_comes_with_the_group_chat_and_opens_without_a_token()
    {
        var picture = FileVerbs.Picture();
        var group = await Create(picture).ShouldBe(Created);

        using var opened = await app.Open(group.Text("avatar")!);

        (await opened.Bytes()).ShouldBe(picture.Content);
        opened.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        opened.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        opened.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await _bob.Get(Groups).ShouldBe(OK))[0].Text("avatar").ShouldBe(group.Text("avatar"));
        await ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task Another_one_takes_its_place_and_everybody_sees_it()
    {
        var group = await Create(FileVerbs.Picture()).ShouldBe(Created);
        using var socket = await app.ListenToGroup(_bob, group.Number("id"));
        await socket.ShouldBeSilent();

        var changed = await Update(_alice, group, FileVerbs.Picture("other.jpg")).ShouldBe(OK);

        var url = changed.Text("avatar")!;
        (await socket.Next("chat_updated")).GetProperty("group_chat").Text("avatar").ShouldBe(url);
        using var opened = await app.Open(url);
        opened.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        await app.Open(group.Text("avatar")!).ShouldBeProblem(NotFound, "Avatar not found");
        await ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task Null_removes_it_and_nothing_else()
    {
        var group = await Create(FileVerbs.Picture()).ShouldBe(Created);

        var changed = await _alice.Put($"{Groups}{group.Number("id")}/", new { Avatar = (string?)null }).ShouldBe(OK);

        changed.GetProperty("avatar").ValueKind.ShouldBe(JsonValueKind.Null);
        changed.Text("name").ShouldBe("Team");
        await app.Open(group.Text("avatar")!).ShouldBe(NotFound);
        await ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task A_change_of_the_name_leaves_it()
    {
        var group = await Create(FileVerbs.Picture()).ShouldBe(Created);

        var changed = await _alice.Put($"{Groups}{group.Number("id")}/", new { Name = "Ours" }).ShouldBe(OK);

        changed.Text("avatar").ShouldBe(group.Text("avatar"));
    }

    [Fact]
    public async Task It_has_to_be_one_image_and_not_too_large()
    {
        var group = await Create().ShouldBe(Created);

        await Create(FileVerbs.Text("face.png")).ShouldBeInvalid("avatar");
        await Create(FileVerbs.Picture(), FileVerbs.Picture()).ShouldBeInvalid("avatar");
        await Create(FileVerbs.Random("face.png", 26_214_401)).ShouldBe(RequestEntityTooLarge);
        await Update(_alice, group, FileVerbs.Text("face.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")).ShouldBeInvalid("avatar");
        await _alice.Put($"{Groups}{group.Number("id")}/", new { Avatar = "http://example.com/face.png" }).ShouldBeInvalid("avatar");
        await ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task Who_may_not_change_the_group_chat_leaves_no_file()
    {
        using var carol = await app.Register("carol");
        var group = await Create().ShouldBe(Created);

        await Update(_bob, group, FileVerbs.Picture()).ShouldBeProblem(Forbidden, "Only admins can update a group chat");
        await Update(carol, group, FileVerbs.Picture()).ShouldBeProblem(Forbidden, "You are not a member of this group chat");

        await ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task A_group_chat_that_is_refused_leaves_no_file()
    {
        using var mallory = await app.Register("mallory", await app.Organization());
        var form = Form([("member_ids", $"{mallory.Id}")], FileVerbs.Picture());

        await _alice.Post(Groups, form).ShouldBeProblem(BadRequest, $"User with ID {mallory.Id} doesn't belong to this organization");

        await ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task Under_one_key_the_same_picture_is_a_repeat_and_another_is_other_content()
    {
        var picture = FileVerbs.Picture();
        var first = await _alice.Post(Groups, Form([], picture), key: "team").ShouldBe(Created);

        (await _alice.Post(Groups, Form([], picture), key: "team").ShouldBe(OK)).Number("id").ShouldBe(first.Number("id"));
        await _alice.Post(Groups, Form([], FileVerbs.Picture("other.png")), key: "team").ShouldBe(Conflict);

        await ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task With_the_group_chat_it_is_gone()
    {
        var group = await Create(FileVerbs.Picture()).ShouldBe(Created);

        await _alice.Delete($"{Groups}{group.Number("id")}/").ShouldBe(NoContent);

        await app.Open(group.Text("avatar")!).ShouldBeProblem(NotFound, "Avatar not found");
        await ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task A_made_up_URL_opens_nothing()
    {
        var group = await Create(FileVerbs.Picture()).ShouldBe(Created);

        await app.Open($"{group.Text("avatar")}x").ShouldBe(Forbidden);
        await app.Open(group.Text("avatar")!.Split('?')[0]).ShouldBe(Forbidden);
    }

    private Task<HttpResponseMessage> Create(params FileVerbs.Sample[] avatars) =>
        _alice.Post(Groups, Form([("member_ids", $"{_bob.Id}")], avatars));

    private static Task<HttpResponseMessage> Update(Person person, JsonElement group, FileVerbs.Sample avatar) =>
        person.Put($"{Groups}{group.Number("id")}/", FileVerbs.FormOf("avatar", [], avatar));

    private static MultipartFormDataContent Form(IEnumerable<(string, string)> fields, params FileVerbs.Sample[] avatars) =>
        FileVerbs.FormOf("avatar", [("name", "Team"), ("organization_id", $"{People.Demo}"), .. fields], avatars);

    // What was to be removed is removed by now, and not only when the sweeper comes by.
    private async Task ShouldHaveNoLeftFiles()
    {
        await app.Services.GetRequiredService<Sweeper>().Sweep(TestContext.Current.CancellationToken);
        await app.ShouldHaveNoLeftFiles();
    }
}

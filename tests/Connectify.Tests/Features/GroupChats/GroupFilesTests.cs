using Connectify.Features.Messages;
using Connectify.Infrastructure.Attachments;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

/// <summary>Files in a group chat, and what becomes of them when it ends.</summary>
public sealed class GroupFilesTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private Person _alice = null!;
    private Person _bob = null!;
    private long _group;

    public async ValueTask InitializeAsync()
    {
        _alice = await app.Register("alice");
        _bob = await app.Register("bob");
        _group = await _alice.CreateGroup(_bob);
    }

    [Fact]
    public async Task Members_see_and_open_them()
    {
        var sent = await Send();

        (await _bob.GroupMessages(_group))[0].Attachments.ShouldBe(sent.Attachments);
        (await _bob.Group(_group)).LastMessage!.Attachments.ShouldBe(sent.Attachments);
        (await app.Open(sent.Attachments[0].Url)).StatusCode.ShouldBe(OK);
    }

    [Fact]
    public async Task Who_is_not_in_it_sends_none()
    {
        using var carol = await app.Register("carol");

        await carol.Post(Path, FileVerbs.Form([], FileVerbs.Text()))
            .ShouldBeProblem(Forbidden, "You are not a member of this group chat");

        await app.ShouldHaveNoLeftFiles();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_it_ends_they_are_gone(bool isDeleted)
    {
        var sent = await Send();

        if (isDeleted)
        {
            await _alice.DeleteGroup(_group).ShouldBe(NoContent);
        }
        else
        {
            await _alice.Leave(_group).ShouldBe(OK);
            (await app.Open(sent.Attachments[0].Url)).StatusCode.ShouldBe(OK);
            await _bob.Leave(_group).ShouldBe(OK);
        }

        await app.Open(sent.Attachments[0].Url).ShouldBeProblem(NotFound, "Attachment not found");
        await app.Services.GetRequiredService<Sweeper>().Sweep(TestContext.Current.CancellationToken);
        (await app.Value<long>("SELECT count(*) FROM attachments WHERE chat_id = @_group", new { _group })).ShouldBe(0);
        await app.ShouldHaveNoLeftFiles();
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();

        return ValueTask.CompletedTask;
    }

    private string Path => $"{GroupVerbs.GroupsPath}{_group}/send_message/";

    private async Task<Message> Send() =>
        await (await _alice.Post(Path, FileVerbs.Form([("content", "look")], FileVerbs.Text()))).Read<Message>();
}

using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class ShowMessageTests(App app) : InConversation(app)
{
    [Fact]
    public async Task Both_see_it()
    {
        var sent = await Alice.Send(Chat, "hello").ShouldBe(Created);

        (await Alice.Show(sent.Number("id")).ShouldBe(OK)).ToString().ShouldBe(sent.ToString());
        (await Bob.Show(sent.Number("id")).ShouldBe(OK)).ToString().ShouldBe(sent.ToString());
        await Bob.Get($"/api/messaging/messages/{sent.Number("id")}").ShouldBe(OK);
    }

    [Fact]
    public async Task A_tombstone_is_not_found()
    {
        var message = await Alice.Say(Chat, "hello");
        await Alice.Delete(message).ShouldBe(NoContent);

        await Alice.Show(message).ShouldBeProblem(NotFound, "Message not found");
        await Bob.Show(message).ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task Who_is_not_in_the_conversation_is_refused()
    {
        using var carol = await Outsider();
        var message = await Alice.Say(Chat, "hello");

        await carol.Show(message).ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
    }

    [Fact]
    public async Task A_tombstone_is_not_found_by_who_is_not_in_the_conversation_either()
    {
        using var carol = await Outsider();
        var message = await Alice.Say(Chat, "hello");
        await Alice.Delete(message).ShouldBe(NoContent);

        await carol.Show(message).ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task For_strangers_it_does_not_exist()
    {
        using var mallory = await Stranger();
        var message = await Alice.Say(Chat, "hello");

        var real = await mallory.Show(message).ShouldBeProblem(NotFound, "Message not found");

        (await mallory.Show(999_999_999).ShouldBe(NotFound)).ToString().ShouldBe(real.ToString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("x")]
    public async Task What_is_no_id_of_one_is_not_found(string id) =>
        await Alice.Get($"/api/messaging/messages/{id}/").ShouldBe(NotFound);

    [Fact]
    public async Task Nobody_sees_it_without_signing_in() => await App.Get(ChatVerbs.Path(1)).ShouldBeUnauthorized();
}

using Connectify.Features.Messages;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class ListMessagesTests(App app) : InConversation(app)
{
    [Fact]
    public async Task They_come_in_pages_newest_first()
    {
        await Say(5);
        var url = $"{App.BaseAddress}api/messaging/conversations/{Chat}/messages/";

        var first = await Alice.ListMessages(Chat, "?page_size=2").ShouldBe(OK);
        var second = await Read(first.Text("next")!);
        var third = await Read(second.Next!);

        first.Members().ShouldBe(["count", "next", "previous", "results"]);
        first.Number("count").ShouldBe(5);
        first.Text("next").ShouldBe($"{url}?page_size=2&page=2");
        first.Text("previous").ShouldBeNull();
        first.GetProperty("results").EnumerateArray().Select(message => message.Number("position")).ShouldBe([5, 4]);
        second.Previous.ShouldBe($"{url}?page_size=2&page=1");
        Positions(second.Results).ShouldBe([3, 2]);
        Positions(third.Results).ShouldBe([1]);
        third.Next.ShouldBeNull();
        third.Previous.ShouldBe($"{url}?page_size=2&page=2");
        third.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_page_has_twenty_unless_it_is_told_otherwise()
    {
        await Say(21);

        var page = await Alice.Page(Chat);

        Positions(page.Results).ShouldBe(Enumerable.Range(2, 20).Reverse().Select(n => (long)n));
        Positions(await Alice.Messages(Chat, "?page=2")).ShouldBe([1]);
        (await Alice.Messages(Chat, "?page_size=21")).Count.ShouldBe(21);
    }

    [Fact]
    public async Task A_page_that_fills_the_chat_is_the_last()
    {
        await Say(4);

        (await Alice.Page(Chat, "?page_size=4")).Next.ShouldBeNull();
        (await Alice.Page(Chat, "?page_size=2&page=2")).Next.ShouldBeNull();
    }

    [Fact]
    public async Task A_page_size_above_100_is_taken_as_100()
    {
        await App.Fill(Chat, 101, Alice);

        (await Alice.Messages(Chat, "?page_size=100")).Count.ShouldBe(100);
        (await Alice.Messages(Chat, "?page_size=101")).Count.ShouldBe(100);
        (await Alice.Messages(Chat, "?page_size=99999999999999999999")).Count.ShouldBe(100);
        Positions(await Alice.Messages(Chat, "?page_size=500&page=2")).ShouldBe([1]);
    }

    [Fact]
    public async Task The_first_page_of_an_empty_chat_is_empty()
    {
        var page = await Alice.Page(Chat);

        page.Count.ShouldBe(0);
        page.Next.ShouldBeNull();
        page.Previous.ShouldBeNull();
        page.Results.ShouldBeEmpty();
        await Alice.ListMessages(Chat, "?page=2").ShouldBeProblem(NotFound, "Page not found");
    }

    [Theory]
    [InlineData("page=3&page_size=2")]
    [InlineData("page=2147483648")]
    [InlineData("page=9223372036854775807&page_size=100")]
    [InlineData("page=99999999999999999999")]
    public async Task A_page_past_the_end_is_not_found(string query)
    {
        await Say(4);

        await Alice.ListMessages(Chat, $"?{query}").ShouldBeProblem(NotFound, "Page not found");
    }

    [Theory]
    [InlineData("page", "0")]
    [InlineData("page", "-1")]
    [InlineData("page", "x")]
    [InlineData("page", "")]
    [InlineData("page", "1.5")]
    [InlineData("page", "1e3")]
    [InlineData("page", "%00")]
    [InlineData("page_size", "0")]
    [InlineData("page_size", "-1")]
    [InlineData("page_size", "x")]
    [InlineData("before", "0")]
    [InlineData("before", "-1")]
    [InlineData("before", "x")]
    [InlineData("before", "")]
    [InlineData("after", "x")]
    public async Task What_is_no_number_of_1_or_more_is_refused(string parameter, string value) =>
        await Alice.ListMessages(Chat, $"?{parameter}={value}").ShouldBeInvalid(parameter);

    [Fact]
    public async Task A_parameter_given_twice_is_refused() =>
        await Alice.ListMessages(Chat, "?page=1&page=2").ShouldBeInvalid("page");

    [Fact]
    public async Task Before_a_message_are_the_nearest_older_ones()
    {
        var ids = await Say(6);

        (await Near($"?before={ids[5]}&limit=2")).ShouldBe(("5, 4", true));
        (await Near($"?before={ids[3]}&limit=2")).ShouldBe(("3, 2", true));
        (await Near($"?before={ids[2]}&limit=2")).ShouldBe(("2, 1", false));
        (await Near($"?before={ids[1]}&limit=2")).ShouldBe(("1", false));
        (await Near($"?before={ids[0]}&limit=2")).ShouldBe(("", false));
    }

    [Fact]
    public async Task After_a_message_are_the_nearest_newer_ones_newest_first()
    {
        var ids = await Say(6);

        (await Near($"?after={ids[0]}&limit=2")).ShouldBe(("3, 2", true));
        (await Near($"?after={ids[2]}&limit=2")).ShouldBe(("5, 4", true));
        (await Near($"?after={ids[3]}&limit=2")).ShouldBe(("6, 5", false));
        (await Near($"?after={ids[4]}&limit=2")).ShouldBe(("6", false));
        (await Near($"?after={ids[5]}&limit=2")).ShouldBe(("", false));
    }

    [Fact]
    public async Task Next_to_a_message_are_twenty_unless_it_is_told_otherwise()
    {
        await App.Fill(Chat, 130, Alice);
        var newest = (await Alice.Messages(Chat))[0].Id;

        (await Near($"?before={newest}")).ShouldBe((string.Join(", ", Enumerable.Range(110, 20).Reverse()), true));
        (await Near($"?before={newest}&limit=500")).ShouldBe((string.Join(", ", Enumerable.Range(30, 100).Reverse()), true));
        await Alice.ListMessages(Chat, $"?before={newest}&limit=0").ShouldBeInvalid("limit");
        await Alice.ListMessages(Chat, $"?before={newest}&limit=x").ShouldBeInvalid("limit");
    }

    [Fact]
    public async Task Next_to_a_message_there_are_no_counts_and_links()
    {
        var ids = await Say(2);

        (await Alice.ListMessages(Chat, $"?after={ids[0]}").ShouldBe(OK)).Members().ShouldBe(["results", "has_more"]);
    }

    [Fact]
    public async Task A_tombstone_serves_as_well()
    {
        var ids = await Say(3);
        await Alice.Delete(ids[1]).ShouldBe(NoContent);

        (await Near($"?before={ids[1]}")).ShouldBe(("1", false));
        (await Near($"?after={ids[1]}")).ShouldBe(("3", false));
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task A_message_of_another_chat_is_refused_like_one_that_never_was(string side)
    {
        using var carol = await Outsider();
        var elsewhere = await carol.StartConversation(with: Alice);
        var foreign = await carol.Say(elsewhere, "elsewhere");
        await Say(1);

        var refused = await Alice.ListMessages(Chat, $"?{side}={foreign}").ShouldBeInvalid(side);

        (await Alice.ListMessages(Chat, $"?{side}=999999999").ShouldBeInvalid(side)).ToString().ShouldBe(refused.ToString());
        (await Alice.ListMessages(Chat, $"?{side}=99999999999999999999").ShouldBeInvalid(side)).ToString().ShouldBe(refused.ToString());
    }

    [Theory]
    [InlineData("page=1&before=1")]
    [InlineData("page=1&after=1")]
    [InlineData("before=1&after=1")]
    [InlineData("page=1&before=1&after=1")]
    public async Task Two_of_the_three_together_are_refused(string query)
    {
        var problem = await Alice.ListMessages(Chat, $"?{query}").ShouldBe(BadRequest);

        problem.GetProperty("errors").EnumerateObject().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Tombstones_stay_at_their_positions_and_are_counted()
    {
        var ids = await Say(4);
        await Alice.Delete(ids[1]).ShouldBe(NoContent);
        await Alice.Delete(ids[3]).ShouldBe(NoContent);

        var page = await Bob.Page(Chat);

        page.Count.ShouldBe(4);
        page.Results.Select(message => (message.Position, message.IsDeleted, message.Content))
            .ShouldBe([(4, true, ""), (3, false, "message 3"), (2, true, ""), (1, false, "message 1")]);
    }

    [Fact]
    public async Task Each_is_shown_as_its_own_url_shows_it()
    {
        var question = await Alice.Say(Chat, "question", key: "k");
        var answer = await Bob.Say(Chat, "answer", replyTo: question);
        await Alice.Edit(question, "better question").ShouldBe(OK);
        await Alice.Read(Chat, upTo: answer).ShouldBe(OK);

        var results = (await Alice.ListMessages(Chat).ShouldBe(OK)).GetProperty("results");

        results[0].ToString().ShouldBe((await Alice.Show(answer).ShouldBe(OK)).ToString());
        results[1].ToString().ShouldBe((await Alice.Show(question).ShouldBe(OK)).ToString());
    }

    [Fact]
    public async Task The_path_is_served_without_its_last_slash() =>
        await Alice.Get($"{ChatVerbs.ConversationsPath}{Chat}/messages").ShouldBe(OK);

    [Fact]
    public async Task Who_is_not_in_the_conversation_is_refused()
    {
        using var carol = await Outsider();
        using var mallory = await Stranger();

        await carol.ListMessages(Chat).ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await mallory.ListMessages(Chat).ShouldBeProblem(NotFound, "Conversation not found");
        await Alice.ListMessages(4711).ShouldBeProblem(NotFound, "Conversation not found");
        await Alice.ListMessages(4711, "?before=1").ShouldBeProblem(NotFound, "Conversation not found");
    }

    [Fact]
    public async Task Nobody_sees_them_without_signing_in() =>
        await App.Get($"{ChatVerbs.ConversationsPath}{Chat}/messages/").ShouldBeUnauthorized();

    private Task<long[]> Say(int count) => Alice.Say(Chat, Enumerable.Range(1, count).Select(n => $"message {n}"));

    private async Task<Page<Message>> Read(string url) => await (await Alice.Get(url)).Read<Page<Message>>();

    private static IEnumerable<long> Positions(IEnumerable<Message> messages) => messages.Select(message => message.Position);

    private async Task<(string Positions, bool HasMore)> Near(string query)
    {
        var answer = await (await Alice.ListMessages(Chat, query)).Read<ListMessages.Neighbours>();

        return (string.Join(", ", Positions(answer.Results)), answer.HasMore);
    }
}

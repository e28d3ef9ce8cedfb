using System.Net;
using System.Net.Sockets;
using System.Text;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure;

/// <summary>Limits are settings: what is below and at one is taken, what is above is not. Here all of them are small.</summary>
public sealed class LimitsTests(LimitsTests.Small app) : InConversation<LimitsTests.Small>(app)
{
    public sealed class Small : App
    {
        protected override IEnumerable<(string, string)> Settings =>
        [
            ("Limits:JsonBody", "2000"), ("Limits:MessageLength", "10"), ("Limits:FrameSize", "1000"), ("Limits:PageSize", "3"),
            ("Limits:MessageIds", "3"), ("Limits:GroupMembers", "3"), ("Limits:HeadersTimeout", "00:00:01"),
        ];
    }

    [Theory]
    [InlineData(1999, HttpStatusCode.Created)]
    [InlineData(2000, HttpStatusCode.Created)]
    [InlineData(2001, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_JSON_body_is_taken_up_to_the_limit(int bytes, HttpStatusCode status)
    {
        const string body = """{"content": "hello"}""";
        using var content = new StringContent(body.PadRight(bytes), Encoding.UTF8, "application/json");

        await Alice.Post($"{ChatVerbs.ConversationsPath}{Chat}/send_message/", content).ShouldBe(status);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task A_text_is_taken_up_to_the_limit_in_characters(int characters, bool isTaken)
    {
        var text = string.Concat(Enumerable.Repeat("🎉", characters));
        var message = await Alice.Say(Chat, "hello");
        using var socket = await App.Listen(Bob, Chat);
        await socket.ShouldBeSilent();

        var sending = await Alice.Send(Chat, text);
        var editing = await Alice.Edit(message, text);
        await socket.Send(new { Type = "message", Content = text });

        if (isTaken)
        {
            await sending.ShouldBe(HttpStatusCode.Created);
            await editing.ShouldBe(HttpStatusCode.OK);
            (await socket.Find("message")).GetProperty("message").Text("content").ShouldBe(text);
        }
        else
        {
            await sending.ShouldBeInvalid("content");
            await editing.ShouldBeInvalid("content");
            await socket.Next("error");
        }
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task A_frame_is_taken_up_to_the_limit(int bytes, bool isTaken)
    {
        using var socket = await App.Listen(Alice, Chat);

        await socket.SendText("""{"type": "ping"}""".PadRight(bytes));

        if (isTaken)
        {
            await socket.Next("pong");
        }
        else
        {
            await socket.ShouldClose(1009);
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    public async Task A_page_holds_no_more_than_the_limit(int asked, int given)
    {
        var last = (await Alice.Say(Chat, ["1", "2", "3", "4", "5"]))[^1];

        (await Alice.Messages(Chat, $"?page_size={asked}")).Count.ShouldBe(given);
        (await Alice.Messages(Chat, $"?before={last}&limit={asked}")).Count.ShouldBe(given);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task A_frame_names_no_more_messages_than_the_limit(int named, bool isTaken)
    {
        var messages = await Alice.Say(Chat, ["1", "2", "3", "4"]);
        using var socket = await App.Listen(Bob, Chat);

        await socket.Send(new { Type = "read_messages", MessageIds = messages[..named] });

        await socket.Next(isTaken ? "read_messages" : "error");
        (await Bob.Unread(Chat)).ShouldBe(isTaken ? 4 - named : 4);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task A_group_chat_has_no_more_members_than_the_limit_its_creator_included(int others, bool isTaken)
    {
        var crowd = await App.Crowd(others);
        var group = await Alice.CreateGroup();
        var body = new { name = "Team", organization_id = People.Demo, member_ids = crowd };

        foreach (var answer in new[] { await Alice.Post(GroupVerbs.GroupsPath, body), await Alice.AddIds(group, crowd) })
        {
            if (isTaken)
            {
                answer.IsSuccessStatusCode.ShouldBeTrue();
            }
            else
            {
                await answer.ShouldBeInvalid("member_ids");
            }
        }

        (await Alice.Group(group)).MemberCount.ShouldBe(isTaken ? 1 + others : 1);
    }

    [Fact]
    public async Task Headers_that_do_not_arrive_in_time_end_the_request()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(App.BaseAddress.Host, App.BaseAddress.Port, cancel);
        var stream = client.GetStream();
        await stream.WriteAsync("GET /api/accounts/profile/ HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray(), cancel);

        using var reader = new StreamReader(stream);

        (await reader.ReadLineAsync(cancel)).ShouldBe("HTTP/1.1 408 Request Timeout");
    }
}

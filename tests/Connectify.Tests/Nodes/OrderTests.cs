using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Nodes;

/// <summary>One order for everybody, whichever node they are on.</summary>
public abstract class OrderTests<TNodes>(TNodes nodes) : OnTwoNodes<TNodes>(nodes)
    where TNodes : TwoNodes
{
    private const int Senders = 8;
    private const int Each = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Eight_senders_on_two_nodes_are_seen_in_one_order_by_every_reader_on_both()
    {
        var chat = await Alice.StartConversation(with: Bob);
        var readers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => n % 2 == 0
            ? Listen(First, Alice, chat)
            : Listen(Second, Bob, chat)));
        var reading = readers.Select(Read).ToList();

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(n => (n % 4) switch
        {
            0 => SendOverRest(Alice, chat, n),
            1 => SendOverRest(Bob, chat, n),
            2 => SendOverSocket(First, Alice, chat, n),
            _ => SendOverSocket(Second, Bob, chat, n),
        }));

        var seen = await Task.WhenAll(reading).WaitAsync(Patience, TestContext.Current.CancellationToken);
        seen[0].Select(message => message.Position).ShouldBe(Enumerable.Range(1, Senders * Each).Select(n => (long)n));
        seen.ShouldAllBe(messages => messages.SequenceEqual(seen[0]));
        await Task.WhenAll(readers.Select(reader => reader.ShouldBeSilent()));
    }

    private static async Task<List<(long Position, long Id, string Content)>> Read(ChatSocket reader)
    {
        var messages = new List<(long, long, string)>();

        while (messages.Count < Senders * Each)
        {
            var message = (await reader.Next("message")).GetProperty("message");
            messages.Add((message.Number("position"), message.Number("id"), message.Text("content")!));
        }

        return messages;
    }

    private static async Task SendOverRest(Person sender, long chat, int number)
    {
        for (var count = 0; count < Each; count++)
        {
            await sender.Send(chat, $"{number}: {count}", key: $"{number}: {count}").ShouldBe(Created);
        }
    }

    private static async Task SendOverSocket(App node, Person sender, long chat, int number)
    {
        using var socket = await node.Listen(sender, chat);

        for (var count = 0; count < Each; count++)
        {
            var key = $"{number}: {count}";
            await socket.Send(new { Type = "message", Content = key, ClientMessageId = key });
            await socket.Until(frame => frame.Text("type") == "message" && frame.GetProperty("message").Text("content") == key);
        }
    }
}

public sealed class OrderWithRedisTests(WithRedis nodes) : OrderTests<WithRedis>(nodes);

public sealed class OrderWithoutRedisTests(WithoutRedis nodes) : OrderTests<WithoutRedis>(nodes);

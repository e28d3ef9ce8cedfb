using Connectify.Features.Messages;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

/// <summary>Many who send into one chat at once.</summary>
public sealed class MessageOrderTests(MessageOrderTests.Generous app) : InConversation<MessageOrderTests.Generous>(app)
{
    private const int Senders = 32;
    private const int Each = 8;

    public sealed class Generous : App
    {
        protected override IEnumerable<(string, string)> Settings => [("Limits:MessageBurst", "1000")];
    }

    [Fact]
    public async Task Thirty_two_senders_fill_the_positions_without_a_gap()
    {
        var answered = await SendAll();

        answered.Select(message => message.Position).Order().ShouldBe(Enumerable.Range(1, Senders * Each).Select(n => (long)n));
        answered.Select(message => message.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task The_history_is_in_the_order_of_positions_and_of_times()
    {
        var answered = await SendAll();

        var history = await History(Alice);

        history.Select(message => (message.Position, message.Id, message.Content))
            .ShouldBe(answered.OrderBy(message => message.Position).Select(message => (message.Position, message.Id, message.Content)));
        history.Select(message => message.CreatedAt).ShouldBeInOrder();
        (await History(Bob)).Select(message => message.Id).ShouldBe(history.Select(message => message.Id));
    }

    [Fact]
    public async Task Each_sender_keeps_its_own_order()
    {
        await SendAll();

        var bySender = (await History(Bob)).Select(message => message.Content.Split(' ')).ToLookup(words => words[0], words => int.Parse(words[1]));

        bySender.Count.ShouldBe(Senders);
        bySender.ShouldAllBe(numbers => numbers.SequenceEqual(Enumerable.Range(0, Each)));
    }

    [Fact]
    public async Task A_reader_at_the_same_time_never_sees_a_gap()
    {
        var sending = SendAll();

        while (!sending.IsCompleted)
        {
            var page = await Alice.Page(Chat, "?page_size=100");
            page.Results.Select(message => page.Count - message.Position).ShouldBe(Enumerable.Range(0, page.Results.Count).Select(n => (long)n));
        }

        (await sending).Length.ShouldBe(Senders * Each);
        (await Alice.Unread(Chat)).ShouldBe(Senders / 2 * Each);
        (await Bob.Unread(Chat)).ShouldBe(Senders / 2 * Each);
    }

    private async Task<Message[]> SendAll() =>
        [.. (await Task.WhenAll(Enumerable.Range(0, Senders).Select(SendEach))).SelectMany(messages => messages)];

    private async Task<Message[]> SendEach(int sender)
    {
        var person = sender % 2 == 0 ? Alice : Bob;
        var messages = new Message[Each];

        for (var n = 0; n < Each; n++)
        {
            var response = await person.Send(Chat, $"{sender} {n}");
            response.StatusCode.ShouldBe(Created);
            messages[n] = await response.Read<Message>();
        }

        return messages;
    }

    private async Task<List<Message>> History(Person reader)
    {
        var history = new List<Message>();

        for (var page = 1; history.Count < Senders * Each; page++)
        {
            history.AddRange(await reader.Messages(Chat, $"?page_size=100&page={page}"));
        }

        history.Reverse();

        return history;
    }
}

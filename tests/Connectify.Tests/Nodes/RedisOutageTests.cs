using System.Diagnostics;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Nodes;

/// <summary>Redis may go away: what happens is seen a little later, and nothing is lost.</summary>
public sealed class RedisOutageTests(WithRedisOfTheirOwn nodes) : OnTwoNodes<WithRedisOfTheirOwn>(nodes)
{
    private const int Rounds = 3;
    private const int Many = 30;

    // The check runs every half second here; nobody is so patient with a request.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long _chat;
    private ChatSocket _ofAlice = null!;
    private ChatSocket _ofBob = null!;

    private RedisServer Redis => Nodes.Server!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _chat = await Alice.StartConversation(with: Bob);
        _ofAlice = await Listen(First, Alice, _chat);
        _ofBob = await Listen(Second, Bob, _chat);
        await LiveAgain();
    }

    [Fact]
    public async Task Without_its_Redis_a_message_is_sent_as_fast_and_shown_on_the_other_node_by_the_check()
    {
        await Redis.Stop();

        await SendsAndShows();

        await Redis.Start();
    }

    [Fact]
    public async Task With_a_Redis_that_is_silent_a_message_is_sent_as_fast_and_shown_on_the_other_node_by_the_check()
    {
        await Redis.Stall();

        await SendsAndShows();

        await Redis.GoOn();
    }

    [Fact]
    public async Task Without_its_Redis_a_node_says_that_it_is_degraded_and_serves()
    {
        await Redis.Stop();

        await Says("degraded");

        await Redis.Start();
        await Says("healthy");
    }

    [Fact]
    public async Task A_node_with_a_silent_Redis_says_that_it_is_degraded_and_serves()
    {
        await Redis.Stall();

        await Says("degraded");

        await Redis.GoOn();
        await Says("healthy");
    }

    [Fact]
    public async Task When_its_Redis_is_back_the_nodes_hear_of_each_other_again_by_themselves()
    {
        await Redis.Stop();
        await SendsAndShows();

        await Redis.Start();

        await LiveAgain();
    }

    [Fact]
    public async Task What_is_said_while_Redis_comes_and_goes_is_seen_by_all_in_one_order()
    {
        var seen = Task.WhenAll(Positions(_ofAlice), Positions(_ofBob));

        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(Redis.Stop(), SayMany());
            await Task.WhenAll(Redis.Start(), SayMany());
        }

        var expected = Enumerable.Range(1, Rounds * 2 * Many).Select(n => (long)n).ToList();
        (await seen).ShouldAllBe(positions => positions.SequenceEqual(expected));
    }

    private async Task SayMany()
    {
        for (var count = 0; count < Many; count++)
        {
            await Alice.Say(_chat, $"message {count}", key: $"{Guid.NewGuid()}");
        }
    }

    private static async Task<List<long>> Positions(ChatSocket reader)
    {
        var positions = new List<long>();

        while (positions.Count < Rounds * 2 * Many)
        {
            positions.Add((await reader.Find("message")).GetProperty("message").Number("position"));
        }

        return positions;
    }

    private async Task SendsAndShows()
    {
        var watch = Stopwatch.StartNew();
        var message = await Alice.Say(_chat, "hello");
        watch.Elapsed.ShouldBeLessThan(Soon);

        var frame = await Shows(_ofBob, "message");
        frame.GetProperty("message").Number("id").ShouldBe(message);
    }

    // Who types is shown on the other node by nothing but Redis.
    private async Task LiveAgain()
    {
        var seen = _ofBob.Until(frame => frame.Text("type") == "typing");

        for (var end = DateTime.UtcNow + Patience; !seen.IsCompleted && DateTime.UtcNow < end; await Task.Delay(50, Cancel))
        {
            await _ofAlice.Send(new { Type = "typing", IsTyping = true });
            await _ofAlice.Send(new { Type = "typing", IsTyping = false });
        }

        await seen;
    }

    private async Task Says(string status)
    {
        using var client = First.CreateClient();
        var said = "";

        for (var end = DateTime.UtcNow + Patience; said != status && DateTime.UtcNow < end; await Task.Delay(50, Cancel))
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancel);

            // On a busy machine the database may not answer within a second: then it says nothing of Redis.
            said = answer.StatusCode == OK ? (await answer.ShouldBe(OK)).Text("status") : said;
        }

        said.ShouldBe(status);
    }
}

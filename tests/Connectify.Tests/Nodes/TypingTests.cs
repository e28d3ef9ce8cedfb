using System.Text.Json;
using Connectify.Tests.Support;

namespace Connectify.Tests.Nodes;

/// <summary>Who types is seen on both nodes. It is kept nowhere, so it takes a Redis.</summary>
public abstract class TypingTests<TNodes>(TNodes nodes) : OnTwoNodes<TNodes>(nodes)
    where TNodes : WithRedis
{
    private long _chat;
    private ChatSocket _ofAlice = null!;
    private ChatSocket _ofBob = null!;
    private JsonElement _typing;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _chat = await Alice.StartConversation(with: Bob);
        _ofAlice = await Listen(First, Alice, _chat);
        _ofBob = await Listen(Second, Bob, _chat);
        _typing = await IsSeenToType();
    }

    [Fact]
    public async Task Who_types_is_shown_on_the_other_node_and_not_to_oneself()
    {
        var second = await Listen(Second, Alice, _chat);
        await _ofAlice.Send(new { Type = "typing", IsTyping = false });
        await _ofAlice.Send(new { Type = "typing", IsTyping = true });

        await Shows(_ofBob, frame => IsTyping(frame) is false);
        await Shows(_ofBob, frame => IsTyping(frame) is true);

        _typing.Number("user_id").ShouldBe(Alice.Id);
        _typing.Text("username").ShouldBe(Alice.Username);
        await second.ShouldBeSilent();
    }

    [Fact]
    public async Task Typing_ends_on_the_other_node_when_its_author_says_so()
    {
        await _ofAlice.Send(new { Type = "typing", IsTyping = false });

        await IsSeenToStop();
    }

    [Fact]
    public async Task Typing_ends_on_the_other_node_when_its_author_sends()
    {
        await _ofAlice.Send(new { Type = "message", Content = "done" });

        await IsSeenToStop();
    }

    [Fact]
    public async Task Typing_ends_on_both_nodes_when_its_author_sends_on_the_other_one()
    {
        var elsewhere = Close(await Second.LogIn(Alice.Username));

        await elsewhere.Say(_chat, "done");

        await IsSeenToStop();
    }

    [Fact]
    public async Task Typing_ends_on_the_other_node_when_its_authors_socket_goes()
    {
        _ofAlice.Dispose();

        await IsSeenToStop();
    }

    // A node hears of a chat a moment after its first socket was let in, and who types is told once.
    private async Task<JsonElement> IsSeenToType()
    {
        var seen = Shows(_ofBob, frame => IsTyping(frame) is true);

        while (!seen.IsCompleted)
        {
            await _ofAlice.Send(new { Type = "typing", IsTyping = true });
            await Task.WhenAny(seen, Task.Delay(50, TestContext.Current.CancellationToken));
        }

        return await seen;
    }

    private async Task IsSeenToStop() => await Shows(_ofBob, frame => IsTyping(frame) is false);

    private static bool? IsTyping(JsonElement frame) =>
        frame.Text("type") == "typing" ? frame.GetProperty("is_typing").GetBoolean() : null;
}

public sealed class TypingWithRedisTests(WithRedis nodes) : TypingTests<WithRedis>(nodes);

public sealed class TypingWithRedisClusterTests(WithRedisCluster nodes) : TypingTests<WithRedisCluster>(nodes);

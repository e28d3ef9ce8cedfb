using System.Text.Json;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Nodes;

/// <summary>What happens in a conversation is shown on both nodes: messages, edits, deletions, reactions, receipts, its end.</summary>
public abstract class ConversationTests<TNodes>(TNodes nodes) : OnTwoNodes<TNodes>(nodes)
    where TNodes : TwoNodes
{
    private long _chat;
    private ChatSocket _ofAlice = null!;
    private ChatSocket _ofBob = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _chat = await Alice.StartConversation(with: Bob);
        _ofAlice = await Listen(First, Alice, _chat);
        _ofBob = await Listen(Second, Bob, _chat);
    }

    [Fact]
    public async Task A_message_sent_over_REST_is_shown_on_the_other_node_once()
    {
        var message = await Alice.Say(_chat, "hello");

        (await Shows(_ofBob, "message")).GetProperty("message").Number("id").ShouldBe(message);
        await _ofBob.ShouldBeSilent();
    }

    [Fact]
    public async Task A_message_sent_over_a_socket_is_shown_on_the_other_node_as_it_is_on_its_own()
    {
        await _ofBob.Send(new { Type = "message", Content = "hello" });

        var own = await _ofBob.Next("message");
        (await Shows(_ofAlice, "message")).GetRawText().ShouldBe(own.GetRawText());
    }

    [Fact]
    public async Task An_edit_is_shown_on_the_other_node()
    {
        var message = await Said("hello");

        await Alice.Edit(message, "HELLO").ShouldBe(OK);

        await Shows(_ofBob, frame => State(frame)?.Text("content") == "HELLO");
    }

    [Fact]
    public async Task A_deletion_is_shown_on_the_other_node()
    {
        var message = await Said("hello");

        await Alice.Delete(message).ShouldBe(NoContent);

        await Shows(_ofBob, frame => frame.Text("type") == "message_deleted"
            ? frame.Number("message_id") == message
            : State(frame)?.GetProperty("is_deleted").GetBoolean() is true);
    }

    [Fact]
    public async Task A_reaction_is_shown_on_the_other_node()
    {
        var message = await Said("hello");

        await Alice.React(message, "👍").ShouldBe(Created);

        await Shows(_ofBob, frame => frame.Text("type") == "reaction_added"
            ? frame.GetProperty("reaction").Text("emoji") == "👍"
            : State(frame)?.GetProperty("reactions").GetArrayLength() == 1);
    }

    [Fact]
    public async Task A_reaction_that_is_taken_off_is_shown_on_the_other_node()
    {
        var message = await Said("hello");
        await Alice.React(message, "👍").ShouldBe(Created);
        await Shows(_ofBob, frame => frame.Text("type") is "reaction_added" or "message_updated");

        await Alice.Unreact(message).ShouldBe(NoContent);

        await Shows(_ofBob, frame => frame.Text("type") == "reaction_removed"
            ? frame.Text("emoji") == "👍"
            : State(frame)?.GetProperty("reactions").GetArrayLength() == 0);
    }

    [Fact]
    public async Task A_receipt_given_over_a_socket_is_shown_on_the_other_node()
    {
        var message = await Said("hello");

        await _ofBob.Send(new { Type = "read", MessageId = message });

        await Shows(_ofAlice, frame => IsReceipt(frame, message));
    }

    [Fact]
    public async Task A_receipt_given_over_REST_is_shown_on_the_other_node()
    {
        var message = await Said("hello");

        await Bob.Read(_chat, upTo: message).ShouldBe(OK);

        await Shows(_ofAlice, frame => IsReceipt(frame, message));
    }

    [Fact]
    public async Task The_end_of_the_conversation_is_shown_on_the_other_node_and_closes_its_sockets()
    {
        await Alice.DeleteConversation(_chat).ShouldBe(NoContent);

        await Shows(_ofBob, "chat_deleted");
        await Closes(_ofBob, 4004);
    }

    [Fact]
    public async Task A_socket_goes_on_from_its_cursor_on_a_node_that_has_never_seen_it()
    {
        var one = await Alice.Say(_chat, "one");
        var cursor = (await Shows(_ofBob, "message")).Text("cursor");
        _ofBob.Dispose();
        await Alice.Say(_chat, "two");
        await Alice.Edit(one, "ONE").ShouldBe(OK);

        var again = Close(await First.Listen(Bob, _chat, $"&cursor={cursor}"));

        (await again.Next("message")).GetProperty("message").Text("content").ShouldBe("two");
        (await again.Next("message_updated")).GetProperty("message").Text("content").ShouldBe("ONE");
        await again.Next("resumed");
        await Bob.Say(_chat, "three");
        (await Shows(again, "message")).GetProperty("message").Text("content").ShouldBe("three");
    }

    /// <summary>Alice says something that Bob has been shown.</summary>
    private async Task<long> Said(string content)
    {
        var message = await Alice.Say(_chat, content);
        await Shows(_ofBob, "message");

        return message;
    }

    // What a node was not told of, it shows as the state that the message is in.
    private static JsonElement? State(JsonElement frame) =>
        frame.Text("type") is "message" or "message_edited" or "message_updated" ? frame.GetProperty("message") : null;

    private bool IsReceipt(JsonElement frame, long message) =>
        frame.Text("type") is "read" or "read_messages"
        && frame.Number("user_id") == Bob.Id
        && (frame.TryGetProperty("message_id", out var read)
            ? read.GetInt64() == message
            : frame.GetProperty("message_ids").EnumerateArray().Any(id => id.GetInt64() == message));
}

public sealed class ConversationWithRedisTests(WithRedis nodes) : ConversationTests<WithRedis>(nodes);

public sealed class ConversationWithRedisClusterTests(WithRedisCluster nodes) : ConversationTests<WithRedisCluster>(nodes);

public sealed class ConversationWithRedisOutOfReachTests(WithRedisOutOfReach nodes) : ConversationTests<WithRedisOutOfReach>(nodes);

public sealed class ConversationWithoutRedisTests(WithoutRedis nodes) : ConversationTests<WithoutRedis>(nodes);

using Connectify.Tests.Support;
using Dapper;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Blocks;

/// <summary>A block and what it stops at the same moment.</summary>
public sealed class BlockRaceTests(BlockRaceTests.Generous app) : InConversation<BlockRaceTests.Generous>(app)
{
    private const string Count = "SELECT count(*) FROM messages WHERE chat_id = @Chat";

    public sealed class Generous : App
    {
        protected override IEnumerable<(string, string)> Settings => [("Limits:MessageBurst", "10000")];
    }

    [Fact]
    public async Task After_the_answer_to_a_block_no_message_is_stored()
    {
        var (stored, refused) = (0L, 0);

        for (var round = 0; round < 50; round++)
        {
            var sends = Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? Alice : Bob).Send(Chat, $"{round} {n}")).ToList();
            var block = await Bob.Block(Alice);
            var atBlock = await App.Value<long>(Count, new { Chat });
            var answers = await Task.WhenAll(sends);

            answers.ShouldAllBe(answer => answer.StatusCode == Created || answer.StatusCode == Forbidden);
            stored += answers.Count(answer => answer.StatusCode == Created);
            refused += answers.Count(answer => answer.StatusCode == Forbidden);
            (await App.Value<long>(Count, new { Chat })).ShouldBe(atBlock);
            atBlock.ShouldBe(stored);
            await Bob.Unblock(block).ShouldBe(NoContent);
        }

        stored.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_message_that_waits_for_the_block_is_refused()
    {
        await using var held = await HeldChat.Of(App, Chat);
        var block = Bob.AskForBlock(Alice);
        await held.Waiters();
        var send = Alice.Send(Chat, "too late");
        await held.Waiters(2);

        await held.Release();

        await block.ShouldBe(Created);
        await send.ShouldBeProblem(Forbidden, "You have been blocked by this user");
    }

    [Fact]
    public async Task Both_block_each_other_at_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var blocks = await Task.WhenAll(Alice.Block(Bob), Bob.Block(Alice));

            await Alice.Send(Chat, "hello").ShouldBeProblem(Forbidden, "You have been blocked by this user");
            await Bob.Send(Chat, "hello").ShouldBeProblem(Forbidden, "You have been blocked by this user");
            await Task.WhenAll(Alice.Unblock(blocks[0]).ShouldBe(NoContent), Bob.Unblock(blocks[1]).ShouldBe(NoContent));
        }

        await Alice.Send(Chat, "hello").ShouldBe(Created);
    }

    [Fact]
    public async Task A_conversation_that_begins_at_the_moment_of_a_block_is_there_before_it_or_not_at_all()
    {
        await Alice.DeleteConversation(Chat).ShouldBe(NoContent);

        for (var round = 0; round < 30; round++)
        {
            var start = Alice.AskForConversation(Bob, "hello");
            var block = await Bob.Block(Alice);
            var answer = await start;

            if (answer.StatusCode == Created)
            {
                var chat = (await answer.ShouldBe(Created)).Number("id");
                await Alice.Send(chat, "too late").ShouldBeProblem(Forbidden, "You have been blocked by this user");
                await Alice.DeleteConversation(chat).ShouldBe(NoContent);
            }
            else
            {
                await answer.ShouldBeProblem(BadRequest, "You have been blocked by this user");
            }

            await Bob.Unblock(block).ShouldBe(NoContent);
        }
    }

    [Fact]
    public async Task A_new_conversation_that_a_block_has_waited_for_is_blocked_too()
    {
        using var carol = await Outsider();
        await using var starter = await App.Db.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await starter.ExecuteAsync(
            """
            BEGIN;
            SELECT FROM organization_members WHERE user_id IN (@Alice, @Carol) FOR SHARE;
            WITH chat AS (
                INSERT INTO chats (organization_id, kind, participant_low, participant_high, created_by)
                VALUES (1, 'conversation', @Alice, @Carol, @Alice) RETURNING id
            )
            INSERT INTO chat_members (chat_id, user_id) SELECT chat.id, u FROM chat, unnest(ARRAY[@Alice, @Carol]) u
            """,
            new { Alice = Alice.Id, Carol = carol.Id });
        var block = carol.AskForBlock(Alice);

        await HeldChat.Waiters(App);
        await starter.ExecuteAsync("COMMIT");
        await block.ShouldBe(Created);

        var chat = (await Alice.Conversations()).Single(chat => chat.Participants.Any(user => user.Id == carol.Id)).Id;
        await Alice.Send(chat, "hello").ShouldBeProblem(Forbidden, "You have been blocked by this user");
    }
}

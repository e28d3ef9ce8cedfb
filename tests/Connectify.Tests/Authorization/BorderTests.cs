using System.Text.RegularExpressions;
using Connectify.Features.Chats;

namespace Connectify.Tests.Authorization;

/// <summary>What is not one's own cannot be told from what never was.</summary>
public sealed class BorderTests(MatrixApp app) : IClassFixture<MatrixApp>
{
    private static readonly string[] Strangers = ["stranger", "strange-admin"];

    [Fact]
    public async Task Strangers_are_answered_as_for_ids_that_never_were()
    {
        var world = await app.NewWorld();

        foreach (var row in Matrix.Rows.Where(row => !row.IsFrame))
        {
            foreach (var caller in Strangers.Where(caller => row.Cells[caller].IsRefusal))
            {
                await ShouldBeOne(world, row, caller, world, new World());
            }
        }
    }

    [Fact]
    public async Task In_their_own_organization_the_people_of_another_are_nobody()
    {
        var world = await app.NewWorld();
        var rows = Matrix.Rows.Where(row => row.Operation.Contains("{userId}")
            || (row.Asks.Contains("{organizationId}") && row.Cells["none"].Status == "401")).ToList();
        rows.ShouldNotBeEmpty();

        foreach (var row in rows)
        {
            await ShouldBeOne(world, row, "strange-admin", world.In(world.Theirs), new World().In(world.Theirs));
        }
    }

    [Fact]
    public async Task A_chat_of_the_other_kind_is_none()
    {
        var world = await app.NewWorld();
        var rows = Matrix.Rows.Where(row => row.Target.Contains("{chatId}")).ToList();
        rows.ShouldNotBeEmpty();

        foreach (var row in rows)
        {
            var other = row with { Of = row.IsOfGroup ? ChatKind.Conversation : ChatKind.Group };
            await ShouldBeOne(world, other, "member", world, new World());
        }
    }

    [Fact]
    public async Task A_token_in_the_address_opens_no_route()
    {
        var world = await app.NewWorld();
        using var asker = new Asker(app);
        var before = await app.Sums();
        var rows = Matrix.Rows.Where(row => row.Cells["none"].Status == "401").ToList();
        rows.ShouldNotBeEmpty();

        foreach (var row in rows)
        {
            var caller = Callers.PersonOf(row, "none");
            var path = world.Fill(app.Spellings[row.Operation].First(), row, caller);
            var asks = world.Fill(row.Asks, row, caller).Replace('?', '&');

            var answer = await asker.AskByHttp(row, null, $"{path}?token={app.Issue(world, caller).Token}", asks);

            answer.Status.ShouldBe("401", row.ToString());
        }

        (await app.ChangedSince(before)).ShouldBeEmpty();
    }

    // Byte for byte, but for an id in the text that was in the question.
    private async Task ShouldBeOne(World world, Row row, string caller, World one, World other)
    {
        using var asker = new Asker(app);
        var spelling = app.Spellings[row.Operation].First();

        var answer = await asker.Ask(world, row, caller, spelling, about: one);
        var answerOfNothing = await asker.Ask(world, row, caller, spelling, about: other);

        answer.Status[0].ShouldBe('4', $"{row} {caller}: {answer}");
        WithoutId(answer).ShouldBe(WithoutId(answerOfNothing), $"{row} {caller}");
    }

    private static string WithoutId(Answer answer) => Regex.Replace(answer.Bytes, @"ID \d+", "ID");
}

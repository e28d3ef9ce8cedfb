using Connectify.Features.Chats;

namespace Connectify.Tests.Authorization;

/// <summary>The matrix is whole.</summary>
public sealed class MatrixTests(MatrixApp app) : IClassFixture<MatrixApp>
{
    [Fact]
    public void Every_route_and_every_frame_has_a_row_and_every_row_has_one()
    {
        var rows = Matrix.Rows.Select(row => row.Operation).Distinct().ToList();
        rows.ShouldNotBeEmpty();

        app.Spellings.Select(operation => operation.Key).Except(rows).ShouldBeEmpty("Who may do this?");
        rows.Except(app.Spellings.Select(operation => operation.Key)).ShouldBeEmpty("There is no such operation.");
    }

    [Fact]
    public void What_serves_both_kinds_of_chat_has_a_row_for_each()
    {
        var kinds = Matrix.Rows.Where(row => row.IsFrame || row.Target.Contains("{messageId}"))
            .ToLookup(row => row.Operation, row => row.Of);

        kinds.ShouldNotBeEmpty();
        kinds.ShouldAllBe(row => row.Order().SequenceEqual(new[] { ChatKind.Conversation, ChatKind.Group }));
    }

    [Fact]
    public void Every_refusal_has_a_text_and_every_text_is_said()
    {
        var cells = Matrix.Rows.SelectMany(row => row.Cells.Values).Where(cell => cell.Text.Contains(' ') && cell.IsRefusal);

        cells.Select(cell => cell.Text).Append("401").Distinct().ShouldBe(Matrix.Texts.Keys, ignoreOrder: true);
    }
}

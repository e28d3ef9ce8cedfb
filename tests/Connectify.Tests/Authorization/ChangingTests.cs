namespace Connectify.Tests.Authorization;

/// <summary>What is allowed and changes something: a world for each caller.</summary>
public sealed class ChangingTests(MatrixApp app) : IClassFixture<MatrixApp>
{
    public static IEnumerable<TheoryDataRow<string>> Names =>
        Matrix.Rows.Where(row => row.Cells.Values.Any(cell => cell.Changes(row)))
            .Select(row => new TheoryDataRow<string>(row.ToString()));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Who_may_changes_just_what_is_meant_and_the_others_see_it(string name)
    {
        var row = Matrix.Find(name);
        await app.Clear();
        using var asker = new Asker(app);
        var callers = row.Cells.Keys.Where(caller => row.Cells[caller].Changes(row)).ToList();
        var spellings = app.Spellings[row.Operation].ToList();
        var wrongs = new List<string>();

        for (var i = 0; i < Math.Max(callers.Count, spellings.Count); i++)
        {
            var (caller, spelling) = (callers[i % callers.Count], spellings[i % spellings.Count]);
            var found = await Wrongs(asker, row, caller, spelling);
            wrongs.AddRange(found.Select(wrong => $"{caller} {spelling} {wrong}"));
        }

        wrongs.ShouldBeEmpty();
    }

    private async Task<List<string>> Wrongs(Asker asker, Row row, string caller, string spelling)
    {
        var world = await app.NewWorld();
        using var listeners = await Listeners.ToChat(app, world, row, caller);
        var before = await app.Sums();

        var answer = await asker.Ask(world, row, caller, spelling);

        var wrongs = Verdict.Wrongs(row, world, caller, answer).ToList();
        var changed = await app.ChangedSince(before);
        var heard = await listeners.Heard();

        if (!changed.SequenceEqual(row.Changes))
        {
            wrongs.Add($"changes {string.Join(' ', changed)}");
        }

        if (!heard.SequenceEqual(row.Cells[caller].IsUntold ? [] : row.Events))
        {
            wrongs.Add($"is heard as {string.Join(' ', heard)}");
        }

        return wrongs;
    }
}

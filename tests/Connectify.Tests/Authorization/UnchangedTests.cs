namespace Connectify.Tests.Authorization;

/// <summary>What is refused and what is only looked at: one world for a row, as nothing may be different in it.</summary>
public sealed class UnchangedTests(MatrixApp app) : IClassFixture<MatrixApp>
{
    [Theory]
    [MemberData(nameof(Matrix.Names), MemberType = typeof(Matrix))]
    public async Task Who_is_refused_or_only_looks_changes_nothing_and_is_not_noticed(string name)
    {
        var row = Matrix.Find(name);
        await app.Clear();
        var world = await app.NewWorld();
        await app.PutFiles(world);
        using var asker = new Asker(app);
        using var listeners = await Listeners.ToAll(app, world);
        var before = await app.Sums();
        var callers = row.Cells.Keys.Where(caller => row.Cells[caller].IsAsked && !row.Cells[caller].Changes(row));
        var wrongs = new List<string>();

        foreach (var caller in callers)
        {
            foreach (var spelling in app.Spellings[row.Operation])
            {
                var answer = await asker.Ask(world, row, caller, spelling);
                var found = Verdict.Wrongs(row, world, caller, answer);
                wrongs.AddRange(found.Select(wrong => $"{caller} {spelling} {wrong}"));
            }
        }

        wrongs.AddRange((await app.ChangedSince(before)).Select(table => $"somebody changed {table}"));
        wrongs.AddRange((await listeners.Heard()).Select(heard => $"somebody hears {heard}"));
        wrongs.ShouldBeEmpty();
    }
}

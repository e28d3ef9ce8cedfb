using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Infrastructure.Attachments;

/// <summary>
/// The keys of files in the store that nothing owns: on their way in, or doomed and on their way out. A file is in the
/// store only while its key is here or in the row of what owns it.
/// </summary>
internal sealed class LooseFiles(NpgsqlDataSource db, FileStore store)
{
    /// <summary>
    /// A part of a statement, the keys @Keys that may still be owned, held until its end: the CTE <c>held</c>.
    /// </summary>
    internal const string Held = """
        held AS (
            SELECT key FROM loose_files WHERE key = ANY (@Keys) AND NOT is_doomed FOR UPDATE
        )
        """;

    /// <summary>True where all of @Keys are held.</summary>
    internal const string AreAllHeld = "(SELECT count(*) FROM held) = cardinality(@Keys)";

    /// <summary>
    /// A part of a statement that dooms the files of rows just deleted: of the CTE <c>gone</c>, with <c>file_key</c> and
    /// <c>thumbnail_key</c>. The sweeper wants to be woken then.
    /// </summary>
    internal const string DoomGone = """
        INSERT INTO loose_files (key, is_doomed)
        SELECT key, true FROM gone CROSS JOIN LATERAL (VALUES (file_key), (thumbnail_key)) AS files (key) WHERE key IS NOT NULL
        """;

    private const string AddSql = """
        -- LooseFiles.Add
        INSERT INTO loose_files (key) SELECT unnest(@Keys)
        """;

    private const string ForgetSql = """
        -- LooseFiles.Forget
        DELETE FROM loose_files WHERE key = ANY (@Keys)
        """;

    /// <summary>Says what is about to be put into the store.</summary>
    internal Task Add(string[] keys, CancellationToken cancel) => db.Execute(AddSql, new { Keys = keys }, cancel);

    /// <summary>Removes files that nothing owns or will own, then their keys. Keys outlive their files.</summary>
    internal async Task Remove(string[] keys)
    {
        foreach (var key in keys)
        {
            await store.Remove(key, CancellationToken.None);
        }

        await db.Execute(ForgetSql, new { Keys = keys }, CancellationToken.None);
    }
}

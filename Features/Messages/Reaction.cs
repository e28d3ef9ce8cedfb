using System.Text.Json;
using Connectify.Infrastructure.Http;

namespace Connectify.Features.Messages;

/// <summary>An emoji that someone has put on a message.</summary>
internal sealed record Reaction(long Id, long MessageId, string Emoji, long UserId, string Username, DateTime CreatedAt)
{
    /// <summary>All of a message of <c>page</c> as one JSON text, oldest first; null where it has none.</summary>
    internal const string AllOfMessage = """
        (SELECT json_agg(json_build_object(
                    'id', r.id, 'message_id', r.message_id, 'emoji', r.emoji, 'user_id', r.user_id, 'username', u.username,
                    'created_at', to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) ORDER BY r.id)
           FROM reactions r
           JOIN users u ON u.id = r.user_id
          WHERE r.message_id = page.id)
        """;

    internal static Reaction Example { get; } = new(
        77, 123, "👍", 1, "alice", new DateTime(2026, 1, 15, 15, 2, 0, DateTimeKind.Utc));

    /// <summary>What <see cref="AllOfMessage"/> selected.</summary>
    internal static IReadOnlyList<Reaction> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<Reaction>>(json, Json.Options)!;
}

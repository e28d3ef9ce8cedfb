using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connectify.Infrastructure.Http;

namespace Connectify.Tests.Support;

/// <summary>Texts that are nobody's to read: tokens by their shape, passwords and messages as they were sent.</summary>
internal sealed partial class Secrets
{
    // Beyond this many characters a text is known by its beginning.
    private const int Shown = 60;
    private const int Window = 8;

    // Shorter ones may stand in a line by accident.
    private const int ShortestText = 16;

    // The demo's password is the name of the service too, and stands in half of the lines.
    private const string Demo = "connectify";

    private static readonly string[] Passwords = ["password", "current_password", "new_password", "refresh_token"];
    private static readonly string[] Texts = ["content", "initial_message"];

    private readonly ConcurrentDictionary<string, byte> _all = new(StringComparer.Ordinal);

    /// <summary>Says that a text is one.</summary>
    internal void Add(string secret)
    {
        if (secret.Trim().Length >= Window && !string.Equals(secret, Demo, StringComparison.OrdinalIgnoreCase))
        {
            _all.TryAdd(secret.Length > Shown ? secret[..Shown] : secret, 0);
        }
    }

    /// <summary>Says that the message and the passwords in a body or frame are.</summary>
    internal void AddThoseOf(object? body)
    {
        if (body is not (null or HttpContent))
        {
            AddThoseIn(JsonSerializer.SerializeToElement(body, Json.Options));
        }
    }

    /// <summary>The same of a text, which may be no JSON.</summary>
    internal void AddThoseIn(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            AddThoseIn(json.RootElement);
        }
        catch (JsonException)
        {
            // Nobody would take it for a message.
        }
    }

    /// <summary>Of some lines those that hold a secret, each with it.</summary>
    internal IReadOnlyList<(string Line, string Secret)> FoundIn(IEnumerable<string> lines)
    {
        var byBeginning = _all.Keys.GroupBy(secret => secret[..Window]).ToDictionary(group => group.Key, group => group.ToArray());
        var beginnings = byBeginning.GetAlternateLookup<ReadOnlySpan<char>>();

        return [.. from line in lines let secret = In(line) where secret is not null select (line, secret)];

        string? In(string line)
        {
            if (Token().Match(line) is { Success: true } token)
            {
                return token.Value;
            }

            for (var i = 0; i + Window <= line.Length; i++)
            {
                if (beginnings.TryGetValue(line.AsSpan(i, Window), out var secrets)
                    && secrets.FirstOrDefault(secret => line.AsSpan(i).StartsWith(secret, StringComparison.Ordinal)) is { } found)
                {
                    return found;
                }
            }

            return null;
        }
    }

    private void AddThoseIn(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in json.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.String))
        {
            if (Passwords.Contains(member.Name) || (Texts.Contains(member.Name) && member.Value.GetRawText().Length >= ShortestText + 2))
            {
                AddText(member.Value);
            }
        }
    }

    private void AddText(JsonElement text)
    {
        try
        {
            Add(text.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate, which is no text.
        }
    }

    // Access and refresh tokens are both of this shape: a JSON object in Base64, a dot, another one.
    [GeneratedRegex(@"eyJ[\w-]{8,}\.[\w-]{8,}")]
    private static partial Regex Token();
}

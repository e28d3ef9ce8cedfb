using System.Text.Json;
using System.Text.RegularExpressions;

namespace Connectify.Tests.Inputs;

/// <summary>What holds for the answer to any request whatever.</summary>
internal static partial class Answers
{
    // The server's own, before any code of ours: the request line or the headers are no HTTP.
    private static readonly int[] OfServer = [400, 408, 411, 413, 414, 417, 431, 501, 505];

    /// <summary>Nothing failed, nothing is said of how the service is made, and nothing is shown that is marked.</summary>
    internal static void ShouldBeSafe(this WireAnswer answer, string mark, bool isHead = false)
    {
        (answer.Status is >= 200 and < 300 or 101 or >= 400 and < 500 or 501 or 505).ShouldBeTrue($"{answer}");
        TellsTooMuch().IsMatch(answer.Text).ShouldBeFalse($"{answer}");
        answer.Text.Contains(mark).ShouldBeFalse($"{answer}");

        if (answer.Status >= 400 && !isHead && !(answer.Body.Length == 0 && answer.Closes && OfServer.Contains(answer.Status)))
        {
            answer.Header("Content-Type").ShouldBe("application/problem+json", $"{answer}");
            var problem = JsonSerializer.Deserialize<JsonElement>(answer.Body);
            problem.GetProperty("status").GetInt32().ShouldBe(answer.Status);
            problem.TryGetProperty("detail", out var detail).ShouldBeTrue($"{answer}");
            detail.GetString().ShouldNotBeNullOrWhiteSpace();
            answer.Header("Cache-Control").ShouldBe("no-store", $"{answer}");
        }
    }

    /// <summary>Words of stack traces, statements, types and paths, none of which is in what the requests say.</summary>
    internal static bool Tells(string text) => TellsTooMuch().IsMatch(text);

    [GeneratedRegex(@"\bat Connectify\.|Npgsql|System\.|Microsoft\.|Exception|StackTrace|\bSELECT |\bINSERT |\bUPDATE |\.cs:line|22021|22P02|Int64|JsonReader|BytePosition")]
    private static partial Regex TellsTooMuch();
}

using System.Text.RegularExpressions;

namespace Connectify.Tests.Authorization;

/// <summary>Compares an answer with the matrix.</summary>
internal static class Verdict
{
    /// <summary>What is wrong with it.</summary>
    internal static IEnumerable<string> Wrongs(Row row, World world, string caller, Answer answer)
    {
        var cell = row.Cells[caller];
        var person = Callers.PersonOf(row, caller);
        var shown = world.Shown(row, person);
        var text = TextOf(cell, world);

        if (answer.Status != cell.Status || (text is not null && answer.Detail != text))
        {
            yield return $"is answered {answer.Status} {answer.Detail} and not {cell.Text} {text}";
        }

        if (answer.Status == "401" && !answer.Bytes.Contains("WWW-Authenticate: Bearer"))
        {
            yield return "is not told how to sign in";
        }

        if (cell.IsAllowed && shown is not null && answer.Bytes.Contains(shown) == (cell.IsIdle && row.IsWithoutEffect))
        {
            yield return $"is {(cell.IsIdle ? "" : "not ")}shown {shown}: {answer.Bytes}";
        }

        var meant = (cell.IsRefusal ? text : shown) ?? world.Mark + "?";

        if ((cell.IsRefusal || World.IsStranger(caller)) && answer.Bytes.Replace(meant, "").Contains(world.Mark))
        {
            yield return $"is shown something of the organization: {answer.Bytes}";
        }

        var isForAdmins = person is "ADMIN" or "SUPERUSER" && row.Target.Contains("/organizations/");

        if (!isForAdmins && Regex.IsMatch(answer.Bytes, $"{world.Mark}-private-(?!{person})"))
        {
            yield return $"is shown something private: {answer.Bytes}";
        }
    }

    private static string? TextOf(Cell cell, World world) =>
        Matrix.Texts.TryGetValue(cell.Text, out var text)
            ? Regex.Replace(text, @"\{(\w+)\}", name => world.Text(name.Groups[1]))
            : null;
}

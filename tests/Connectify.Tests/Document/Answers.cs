using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connectify.Tests.Support;

namespace Connectify.Tests.Document;

/// <summary>Compares an answer with what the page says.</summary>
internal static class Answers
{
    internal static async Task ShouldBe(this HttpResponseMessage response, string answer)
    {
        var (status, rest) = ((HttpStatusCode)int.Parse(answer[..3]), answer[4..]);

        if (response.RequestMessage!.Method == HttpMethod.Head || rest == "file")
        {
            response.StatusCode.ShouldBe(status);
            (rest != "file" || response.Content.Headers.ContentLength > 0).ShouldBeTrue();
        }
        else if (rest.StartsWith('"'))
        {
            await response.ShouldBeProblem(status, rest.Trim('"'));
        }
        else if (status == HttpStatusCode.BadRequest)
        {
            await response.ShouldBeInvalid(rest.Split(", "));
        }
        else
        {
            ShouldHold(await response.ShouldBe(status), rest);
        }
    }

    private static void ShouldHold(JsonElement json, string what)
    {
        if (what == "—")
        {
            json.ValueKind.ShouldBe(JsonValueKind.Undefined);
        }
        else if (what.StartsWith('['))
        {
            json.EnumerateArray().ToList().ForEach(item => ShouldHold(item, what.Trim('[', ']')));
        }
        else if (what.StartsWith("page of "))
        {
            json.Members().ShouldBe(["count", "next", "previous", "results"]);
            ShouldHold(json.GetProperty("results"), $"[{what["page of ".Length..]}]");
        }
        else if (!(what.EndsWith('?') && json.ValueKind == JsonValueKind.Null))
        {
            ShouldBeObject(json, ApiPage.Objects[what.TrimEnd('?')]);
        }
    }

    private static void ShouldBeObject(JsonElement json, string[] members)
    {
        json.Members().ShouldBe(members.Select(member => Regex.Replace(member, ":.*", "")));

        foreach (var member in members.Where(member => member.Contains(": ")).Select(member => member.Split(": ")))
        {
            ShouldHold(json.GetProperty(member[0]), member[1]);
        }
    }
}

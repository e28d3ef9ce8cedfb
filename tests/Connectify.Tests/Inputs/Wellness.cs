using System.Net;
using Connectify.Tests.Support;

namespace Connectify.Tests.Inputs;

/// <summary>A service that is well.</summary>
internal static class Wellness
{
    /// <summary>It says so, and two people can talk over both transports.</summary>
    internal static async Task ShouldBeWell(this App app)
    {
        await app.Get("/health/ready").ShouldBe(HttpStatusCode.OK);
        using var talk = await app.Talk();

        await talk.Say("by socket");
        await talk.Post(talk.Bob, new { Content = "by REST" }).ShouldBe(HttpStatusCode.Created);

        (await talk.OfAlice.Next("message")).GetProperty("message").Text("content").ShouldBe("by REST");
        (await talk.Alice.Messages(talk.Chat)).Select(message => message.Content).ShouldBe(["by REST", "by socket"]);
    }
}

using System.Net;

namespace Connectify.Tests.Support;

/// <summary>What people do about people from whom they want to hear no more.</summary>
internal static class BlockVerbs
{
    internal const string BlocksPath = "/api/messaging/blocks/";

    /// <summary>Blocks somebody, and gives the block's id.</summary>
    internal static async Task<long> Block(this Person me, Person other, long organization = People.Demo) =>
        (await me.AskForBlock(other, organization).ShouldBe(HttpStatusCode.Created)).Number("id");

    internal static Task<HttpResponseMessage> AskForBlock(
        this Person me, Person other, long organization = People.Demo, string? key = null) =>
        me.Post(BlocksPath, new { blocked_id = other.Id, organization_id = organization }, key);

    internal static Task<HttpResponseMessage> Unblock(this Person me, long block) => me.Delete($"{BlocksPath}{block}/");

    internal static Task<HttpResponseMessage> ListBlocks(this Person me, string query = "") => me.Get(BlocksPath + query);

    /// <summary>The ids of one's blocks, as they are listed.</summary>
    internal static async Task<long[]> Blocks(this Person me, string query = "") =>
        [.. (await me.ListBlocks(query).ShouldBe(HttpStatusCode.OK)).EnumerateArray().Select(block => block.Number("id"))];
}

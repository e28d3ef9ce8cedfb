using System.Text.Json.Nodes;
using Connectify.Tests.Conventions;

namespace Connectify.Tests.AsyncApi;

/// <summary>An object is the same whether it comes over HTTP or through a socket, and so both documents say the same of it.</summary>
public sealed class AgreementTests
{
    private static readonly JsonNode OpenApi =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.json")))!["components"]!["schemas"]!;

    private static readonly JsonNode AsyncApi = SocketDocument.Todays.Json["components"]!["schemas"]!;

    [Theory]
    [InlineData("User", "User")]
    [InlineData("Member", "Member")]
    [InlineData("Message", "Message")]
    [InlineData("RepliedMessage", "RepliedMessage")]
    [InlineData("Attachment", "Attachment")]
    [InlineData("Reaction", "Reaction")]
    [InlineData("Conversation", "ConversationDetail")]
    [InlineData("GroupChat", "GroupChatDetail")]
    public void Both_documents_say_the_same_of_an_object(string ofSocket, string ofHttp)
    {
        var (one, other) = (AsyncApi[ofSocket]!, OpenApi[ofHttp]!);

        Members(one).ShouldBe(Members(other));
        Required(one).ShouldBe(Required(other));
    }

    [Fact]
    public void What_is_the_same_of_a_group_chat_for_everybody_is_part_of_it()
    {
        var own = new[] { "last_message", "unread_count", "messages", "members" };

        Members(AsyncApi["SharedGroupChat"]!).ShouldBe(
            Members(AsyncApi["GroupChat"]!).Where(member => !own.Contains(member.Split(':')[0])));
    }

    [Fact]
    public void All_of_them_are_compared()
    {
        var compared = typeof(AgreementTests).GetMethod(nameof(Both_documents_say_the_same_of_an_object))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Select(row => (string)((InlineDataAttribute)row).Data[0]!);
        var objects = AsyncApi.AsObject().Where(schema => schema.Value!["properties"] is not null).Select(schema => schema.Key);

        objects.Except(compared).ShouldBe(["SharedGroupChat"]);
    }

    // Each with the types that it may have: what is an object in one document is that in the other.
    private static IEnumerable<string> Members(JsonNode schema) =>
        schema["properties"]!.AsObject().Select(member => $"{member.Key}: {string.Join(", ", Types(member.Value!).Order())}").Order();

    private static IEnumerable<string> Required(JsonNode schema) =>
        schema["required"]!.AsArray().Select(name => (string)name!).Order();

    private static IEnumerable<string> Types(JsonNode schema) =>
        schema["$ref"] is { } reference ? Types(Find((string)reference!, schema))
        : schema["oneOf"] is JsonArray choices ? choices.SelectMany(choice => Types(choice!))
        : schema["items"] is { } items ? Types(items).Select(item => $"list of {item}")
        : schema["type"] is JsonArray several ? several.Select(type => $"{type}{schema["format"]}".Replace($"null{schema["format"]}", "null"))
        : [$"{schema["type"]}{schema["format"]}"];

    private static JsonNode Find(string reference, JsonNode from) =>
        reference.Split('/').Skip(1).Aggregate(from.Root, (node, name) => node[name]!);
}

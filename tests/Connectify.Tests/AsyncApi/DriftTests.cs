using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectify.Tests.AsyncApi;

public sealed class DriftTests
{
    private static readonly SocketChannel Conversation = SocketDocument.Todays.ChannelOf("/ws/messaging/conversations/5/?token=x");
    private static readonly SocketChannel GroupChat = SocketDocument.Todays.ChannelOf("/ws/messaging/group-chats/6/");

    [Theory]
    [InlineData("message", "position", "7", ".message.position: integer was expected, not \"7\"")]
    [InlineData("message", "position", null, ".message.position: integer was expected, not null")]
    [InlineData("message", "edited_at", "yesterday", ".message.edited_at: none or several of what it may be: : a time was expected, not \"yesterday\" | : null was expected, not \"yesterday\"")]
    [InlineData("message", "created_at", "2026-01-15T15:00:00", ".message.created_at: a text like Z$ was expected, not \"2026-01-15T15:00:00\"")]
    [InlineData("message", "shade", "blue", ".message.shade: the document has no such member")]
    public void A_member_that_is_another_is_noticed(string type, string member, string? value, string fault)
    {
        var frame = Example(type);
        frame["message"]![member] = value;

        Fault(Conversation, frame).ShouldBe(fault);
    }

    [Fact]
    public void A_member_that_is_missing_is_noticed()
    {
        var frame = Example("message");
        frame["message"]!["sender"]!.AsObject().Remove("username");

        Fault(Conversation, frame).ShouldBe(".message.sender.username: it is missing");
    }

    [Fact]
    public void One_of_a_list_is_noticed()
    {
        var frame = Example("message_edited");
        frame["message"]!["attachments"]![0]!["type"] = "hologram";

        Fault(Conversation, frame).ShouldBe(
            ".message.attachments[0].type: [\"image\",\"video\",\"document\",\"audio\"] was expected, not \"hologram\"");
    }

    [Fact]
    public void A_frame_without_its_cursor_is_noticed()
    {
        var frame = Example("message");
        frame.Remove("cursor");

        Fault(Conversation, frame).ShouldBe(".cursor: it is missing");
    }

    [Fact]
    public void A_frame_of_another_type_is_noticed()
    {
        var frame = new JsonObject { ["type"] = "poke" };

        Fault(Conversation, frame).ShouldBe("the document has no poke here");
        Fault(Conversation, []).ShouldBe("it has no type");
    }

    [Fact]
    public void A_frame_of_group_chats_is_none_of_conversations()
    {
        var frame = Example("member_removed");

        Fault(GroupChat, frame).ShouldBeNull();
        Fault(Conversation, frame).ShouldBe("the document has no member_removed here");
    }

    [Fact]
    public void What_clients_send_is_held_to_the_document_as_well()
    {
        var frame = new JsonObject { ["type"] = "typing", ["is_typing"] = "yes" };

        Conversation.FaultOfSent(Element(frame)).ShouldBe(".is_typing: boolean was expected, not \"yes\"");
        Conversation.FaultOfSent(Element(Example("pong"))).ShouldBe("the document has no pong here");
    }

    [Fact]
    public void A_keyword_that_is_not_checked_is_an_error()
    {
        var schemas = new Schemas([]);

        Should.Throw<InvalidOperationException>(() => schemas.Compile(new JsonObject { ["multipleOf"] = 2 }));
    }

    // What the service sends stands after what clients send.
    private static JsonObject Example(string type) => SocketDocument.Todays.Json["components"]!["messages"]!.AsObject()
        .Last(message => (string)message.Value!["name"]! == type).Value!["examples"]![0]!["payload"]!.DeepClone().AsObject();

    private static string? Fault(SocketChannel channel, JsonObject frame) => channel.FaultOfReceived(Element(frame));

    private static JsonElement Element(JsonObject frame) => JsonSerializer.SerializeToElement(frame, JsonSerializerOptions.Default);
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectify.Tests.Features.Realtime;

/// <summary>
/// A chat as a client keeps it: what it was when it was fetched, and every frame since then applied to it.
/// </summary>
/// <param name="reader">Whose view it is.</param>
/// <param name="chat">The chat in detail, as fetched.</param>
internal sealed class Mirror(long reader, JsonElement chat)
{
    private readonly JsonObject _chat = JsonSerializer.Deserialize<JsonObject>(chat)!;

    /// <summary>True once the chat has ended.</summary>
    internal bool IsOver { get; private set; }

    /// <summary>The cursor of the newest frame that had one.</summary>
    internal string? Cursor { get; private set; }

    private JsonArray Messages => _chat["messages"]!.AsArray();

    private JsonArray Members => _chat["members"]!.AsArray();

    /// <summary>The chat as it should be fetched now.</summary>
    internal JsonObject Chat
    {
        get
        {
            var chat = _chat.DeepClone().AsObject();
            chat["last_message"] = Messages.Count == 0 ? null : Messages[0]!.DeepClone();

            return chat;
        }
    }

    /// <summary>Applies a frame.</summary>
    internal void Apply(JsonElement json)
    {
        var frame = JsonSerializer.Deserialize<JsonObject>(json)!;
        Cursor = (string?)frame["cursor"] ?? Cursor;

        switch ((string)frame["type"]!)
        {
            case "message":
                Add(frame["message"]!);
                break;
            case "message_edited" or "message_updated":
                Replace(frame["message"]!);
                break;
            case "message_deleted":
                Delete(Find(frame["message_id"]!));
                break;
            case "reaction_added":
                Find(frame["reaction"]!["message_id"]!)["reactions"]!.AsArray().Add(frame["reaction"]!.DeepClone());
                break;
            case "reaction_removed":
                Remove(Find(frame["message_id"]!)["reactions"]!.AsArray(), reaction =>
                    Same(reaction["user_id"], frame["user_id"]) && Same(reaction["emoji"], frame["emoji"]));
                break;
            case "read":
                Read(Find(frame["message_id"]!), frame["user_id"]!);
                break;
            case "read_messages":
                frame["message_ids"]!.AsArray().ToList().ForEach(id => Read(Find(id!), frame["user_id"]!));
                break;
            case "member_added":
                frame["members"]!.AsArray().ToList().ForEach(member => Members.Add(member!.DeepClone()));
                Count("member_count", frame["members"]!.AsArray().Count);
                break;
            case "member_removed":
                Remove(Members, member => Same(member["id"], frame["user_id"]));
                Count("member_count", -1);
                break;
            case "role_changed":
                Members.Single(member => Same(member!["id"], frame["member"]!["id"]))!.ReplaceWith(frame["member"]!.DeepClone());
                break;
            case "chat_updated":
                frame["group_chat"]!.AsObject().ToList().ForEach(member => _chat[member.Key] = member.Value?.DeepClone());
                break;
            case "resumed":
                Resume(frame["chat"]!.AsObject());
                break;
            case "chat_deleted":
                IsOver = true;
                break;
        }
    }

    private void Add(JsonNode message)
    {
        Messages.Insert(0, message.DeepClone());
        _chat["updated_at"] = message["created_at"]!.DeepClone();
        Count("unread_count", Same(message["sender_id"], reader) ? 0 : 1);
    }

    private void Replace(JsonNode message)
    {
        Find(message["id"]!).ReplaceWith(message.DeepClone());
        Quote(message);
    }

    // Messages have come as frames, all but who has read them.
    private void Resume(JsonObject chat)
    {
        chat.Where(member => member.Key != "messages").ToList().ForEach(member => _chat[member.Key] = member.Value?.DeepClone());

        foreach (var message in chat["messages"]!.AsArray())
        {
            var known = Find(message!["id"]!);
            (known["read_by"], known["read_count"]) = (message["read_by"]!.DeepClone(), message["read_count"]!.DeepClone());
        }
    }

    private void Delete(JsonNode message)
    {
        Count("unread_count", Same(message["sender_id"], reader) || IsReadBy(message, reader) ? 0 : -1);
        message["content"] = "";
        message["is_deleted"] = true;
        message["attachments"] = new JsonArray();
        message["reactions"] = new JsonArray();
        Quote(message);
    }

    private void Read(JsonNode message, JsonNode user)
    {
        message["read_by"]!.AsArray().Add(user.DeepClone());
        message["read_count"] = (long)message["read_count"]! + 1;
        Count("unread_count", Same(user, reader) ? -1 : 0);
    }

    // Answers show the beginning of what they answer.
    private void Quote(JsonNode message)
    {
        foreach (var answer in Messages.Where(answer => Same(answer!["reply_to"], message["id"])))
        {
            var text = (string)message["content"]!;
            answer!["replied_message"]!["content"] = text[..Math.Min(text.Length, 200)];
            answer["replied_message"]!["is_deleted"] = message["is_deleted"]!.DeepClone();
        }
    }

    private void Count(string member, long more) => _chat[member] = (long)_chat[member]! + more;

    private JsonNode Find(JsonNode id) => Messages.Single(message => Same(message!["id"], id))!;

    private static bool IsReadBy(JsonNode message, long user) => message["read_by"]!.AsArray().Any(id => Same(id, user));

    private static void Remove(JsonArray list, Func<JsonNode, bool> which) => list.Remove(list.Single(item => which(item!)));

    private static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);
}

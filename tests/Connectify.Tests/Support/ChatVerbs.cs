using System.Net;
using Connectify.Features.Conversations;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Http;

namespace Connectify.Tests.Support;

/// <summary>
/// What people do in chats. What may be refused gives the answer as it came; the rest gives what is in it.
/// </summary>
internal static class ChatVerbs
{
    internal const string ConversationsPath = "/api/messaging/conversations/";

    /// <summary>Starts a conversation, and gives its id.</summary>
    internal static async Task<long> StartConversation(
        this Person me, Person with, string? initialMessage = null, long organization = People.Demo) =>
        (await me.AskForConversation(with, initialMessage, organization).ShouldBe(HttpStatusCode.Created)).Number("id");

    internal static Task<HttpResponseMessage> AskForConversation(
        this Person me,
        Person with,
        string? initialMessage = null,
        long organization = People.Demo,
        string? key = null) =>
        me.Post(
            ConversationsPath,
            new { participant_id = with.Id, organization_id = organization, initial_message = initialMessage },
            key);

    internal static Task<HttpResponseMessage> ShowConversation(this Person me, long chat) => me.Get($"{ConversationsPath}{chat}/");

    internal static Task<HttpResponseMessage> DeleteConversation(this Person me, long chat) =>
        me.Delete($"{ConversationsPath}{chat}/");

    internal static Task<HttpResponseMessage> ListConversations(this Person me, string query = "") =>
        me.Get(ConversationsPath + query);

    /// <summary>One's conversations.</summary>
    internal static async Task<IReadOnlyList<Conversation>> Conversations(this Person me, string query = "") =>
        await (await me.ListConversations(query)).Read<List<Conversation>>();

    /// <summary>A conversation as a list shows it to its participant.</summary>
    internal static async Task<Conversation> Conversation(this Person me, long chat) =>
        (await me.Conversations()).Single(conversation => conversation.Id == chat);

    /// <summary>How much there is to read.</summary>
    internal static async Task<long> Unread(this Person me, long chat) => (await me.Conversation(chat)).UnreadCount;

    internal static Task<HttpResponseMessage> Send(
        this Person me, long chat, string? content, long? replyTo = null, string? key = null) =>
        me.Post($"{ConversationsPath}{chat}/send_message/", new { content, reply_to = replyTo }, key);

    /// <summary>Sends a message that is taken, and gives its id.</summary>
    internal static async Task<long> Say(this Person me, long chat, string content, long? replyTo = null, string? key = null) =>
        (await me.Send(chat, content, replyTo, key).ShouldBe(HttpStatusCode.Created)).Number("id");

    /// <summary>Says several things one after the other, and gives their ids.</summary>
    internal static async Task<long[]> Say(this Person me, long chat, IEnumerable<string> contents)
    {
        var ids = new List<long>();

        foreach (var content in contents)
        {
            ids.Add(await me.Say(chat, content));
        }

        return [.. ids];
    }

    internal static Task<HttpResponseMessage> ListMessages(this Person me, long chat, string query = "") =>
        me.Get($"{ConversationsPath}{chat}/messages/{query}");

    /// <summary>Messages of a chat, newest first: the newest 20, or what the query asks for.</summary>
    internal static async Task<IReadOnlyList<Message>> Messages(this Person me, long chat, string query = "") =>
        (await me.Page(chat, query)).Results;

    /// <summary>A page of messages, or what the query asks for.</summary>
    internal static async Task<Page<Message>> Page(this Person me, long chat, string query = "") =>
        await (await me.ListMessages(chat, query)).Read<Page<Message>>();

    internal static Task<HttpResponseMessage> Read(this Person me, long chat, long upTo) =>
        me.Post($"{ConversationsPath}{chat}/read/", new { up_to = upTo });

    internal static Task<HttpResponseMessage> Show(this Person me, long message) => me.Get(Path(message));

    internal static Task<HttpResponseMessage> Edit(this Person me, long message, string? content) =>
        me.Put($"{Path(message)}edit/", new { content });

    internal static Task<HttpResponseMessage> Delete(this Person me, long message) => me.Delete(Path(message));

    internal static Task<HttpResponseMessage> React(this Person me, long message, string? emoji, string? key = null) =>
        me.Post($"{Path(message)}react/", new { emoji }, key);

    /// <summary>Takes one emoji off, or all.</summary>
    internal static Task<HttpResponseMessage> Unreact(this Person me, long message, string? emoji = null) =>
        me.Delete($"{Path(message)}unreact/{(emoji is null ? "" : $"?emoji={Uri.EscapeDataString(emoji)}")}");

    internal static Task<HttpResponseMessage> ListReads(this Person me, long message, string query = "") =>
        me.Get($"{Path(message)}reads/{query}");

    /// <summary>Reads one message and no other, over a socket.</summary>
    internal static async Task ReadOnly(this App app, Person reader, long chat, params long[] messages)
    {
        using var socket = await app.Listen(reader, chat);

        foreach (var message in messages)
        {
            await socket.Send(new { type = "read", message_id = message });
            (await socket.Next("read")).Number("message_id").ShouldBe(message);
        }
    }

    /// <summary>The path of a message.</summary>
    internal static string Path(long message) => $"/api/messaging/messages/{message}/";
}

using System.Globalization;
using System.Text;

namespace Connectify.Benchmarks.Reads;

/// <summary>A kind of request that is measured.</summary>
/// <param name="Name">What is asked for.</param>
/// <param name="Request">The request of a number; numbers go on from round to round.</param>
internal sealed record ReadEndpoint(string Name, Func<FilledService, int, HttpRequestMessage> Request)
{
    internal const int PageSize = 20;

    internal const string FirstPage = Messages + "?page_size=20";

    private const string Group = "/api/messaging/group-chats/10001/";
    private const string Messages = Group + "messages/";

    /// <summary>All of them. Those that write come last, so that within a round the others read what stays the same.</summary>
    internal static IReadOnlyList<ReadEndpoint> All { get; } =
    [
        new("list of conversations", (_, _) => Get("/api/messaging/conversations/?limit=20")),
        new("list of group chats", (_, _) => Get("/api/messaging/group-chats/?limit=20")),
        new("first page", (_, _) => Get(FirstPage)),
        new("deepest page", (service, _) => Get($"{FirstPage}&page={service.DeepestPage}")),
        new("page before one in the middle", (service, number) => Get($"{Messages}?limit=20&before={Of(service.Middle, number)}")),
        new("page after one in the middle", (service, number) => Get($"{Messages}?limit=20&after={Of(service.Middle, number)}")),
        new("one message", (service, number) => Get($"/api/messaging/messages/{Of(service.Single, number)}/")),
        new("unread count, with the group chat", (_, _) => Get(Group)),
        new("unread count, after reading on", (service, number) => ReadOn(service.Unread, number)),
        new("send", (_, _) => Send()),
    ];

    /// <summary>Reads the large chat up to a message.</summary>
    internal static HttpRequestMessage ReadUpTo(long message) =>
        Post($"{Group}read/", string.Create(CultureInfo.InvariantCulture, $$"""{"up_to": {{message}}}"""));

    private static long Of(long[] ids, int number) => ids[number % ids.Length];

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    // Whoever has read the newest stays there.
    private static HttpRequestMessage ReadOn(long[] unread, int number) =>
        ReadUpTo(unread[Math.Min(number, unread.Length - 1)]);

    private static HttpRequestMessage Send() => Post(
        $"{Group}send_message/",
        $$"""{"content": "{{MessagePattern.At(1).Content}}", "client_message_id": "{{Guid.NewGuid()}}"}""");

    private static HttpRequestMessage Post(string path, string json) =>
        new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Realtime;

/// <summary>A reader whose socket is cut again and again while others talk misses nothing and is shown nothing twice.</summary>
public sealed class ResumeStormTests(ResumeStormTests.Busy app) : InGroup<ResumeStormTests.Busy>(app)
{
    private const int Each = 30;

    public sealed class Busy : App
    {
        protected override IEnumerable<(string, string)> Settings =>
            [("Limits:MessageBurst", "100000"), ("Limits:SocketsPerUser", "1000"), ("Realtime:QueueLength", "1000")];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public async Task What_is_shown_to_a_reader_who_comes_back_again_and_again_adds_up_to_what_a_new_fetch_gives(int mostFrames)
    {
        using var dave = await Outsider();
        using var erin = await App.Register("erin");
        await Alice.Add(Chat, dave, erin).ShouldBe(OK);
        var senders = new[] { Alice, Bob, Carol, dave };
        var log = new MessageLog();
        var cursor = await App.Now(Chat);

        var talking = Task.WhenAll(senders.Select(Talk));

        while (!talking.IsCompleted)
        {
            cursor = await Follow(erin, cursor, log, Random.Shared.Next(1, mostFrames + 1));
        }

        await talking;
        await FollowToTheEnd(erin, cursor, log);

        log.Messages.ShouldBe(await Fetched(erin));
        log.Messages.Count.ShouldBe(senders.Length * Each);
    }

    private async Task<string> Follow(Person reader, string cursor, MessageLog log, int frames)
    {
        using var socket = await App.ResumeInGroup(reader, Chat, cursor);

        for (var count = 0; count < frames; count++)
        {
            var frame = await socket.NextOfAny();

            if (frame.Text("type") == "pong")
            {
                break;
            }

            log.Apply(frame);
            cursor = frame.Text("cursor")!;

            // Nothing more may come after that: all may have been said.
            if (frame.Text("type") == "resumed")
            {
                await socket.Send(new { Type = "ping" });
            }
        }

        return cursor;
    }

    private async Task FollowToTheEnd(Person reader, string cursor, MessageLog log)
    {
        using var socket = await App.ResumeInGroup(reader, Chat, cursor);
        (await socket.UntilResumed()).ToList().ForEach(log.Apply);
        await socket.ShouldBeSilent();
    }

    // Each sends, edits, reacts and deletes, alone or among the messages of the others.
    private async Task Talk(Person sender)
    {
        var own = new List<long>();

        for (var count = 0; count < Each; count++)
        {
            own.Add(await sender.SayInGroup(Chat, $"{sender.Username} {count}"));
            var one = own[Random.Shared.Next(own.Count)];

            using var answer = await ((count % 5) switch
            {
                1 => sender.Edit(own[count / 2], $"{sender.Username} {count}, edited"),
                2 => sender.React(one, "👍"),
                3 => sender.Unreact(one),
                4 => sender.Delete(own[count / 3]),
                _ => sender.React(one, "🎉"),
            });
        }
    }

    private async Task<IReadOnlyList<string>> Fetched(Person reader)
    {
        var messages = new List<string>();

        for (var page = 1; page <= 2; page++)
        {
            var results = (await reader.ListGroupMessages(Chat, $"?page={page}&page_size=100").ShouldBe(OK)).GetProperty("results");
            messages.AddRange(results.EnumerateArray().Select(MessageLog.Describe));
        }

        messages.Reverse();

        return messages;
    }

    /// <summary>The messages of a chat as they add up from frames, where each new one has to be the next.</summary>
    private sealed class MessageLog
    {
        private readonly List<JsonObject> _messages = [];

        internal IReadOnlyList<string> Messages => [.. _messages.Select(message => Describe(JsonSerializer.SerializeToElement(message)))];

        internal static string Describe(JsonElement message)
        {
            var reactions = message.GetProperty("reactions").EnumerateArray().Select(reaction => reaction.Number("id")).Order();

            return $"{message.Number("position")} {message.Number("id")} {message.Text("content")} " +
                $"{message.GetProperty("is_edited")} {message.GetProperty("edited_at")} {message.GetProperty("is_deleted")} {string.Join(',', reactions)}";
        }

        internal void Apply(JsonElement json)
        {
            var frame = JsonSerializer.Deserialize<JsonObject>(json)!;

            switch ((string)frame["type"]!)
            {
                case "message":
                    ((long)frame["message"]!["position"]!).ShouldBe(_messages.Count + 1, json.ToString());
                    _messages.Add(frame["message"]!.DeepClone().AsObject());
                    break;
                case "message_edited" or "message_updated":
                    var changed = frame["message"]!.DeepClone().AsObject();
                    _messages[(int)changed["position"]! - 1] = changed;
                    break;
                case "message_deleted":
                    var deleted = Find(frame["message_id"]!);
                    ((bool)deleted["is_deleted"]!).ShouldBeFalse(json.ToString());
                    (deleted["is_deleted"], deleted["content"], deleted["reactions"]) = (true, "", new JsonArray());
                    break;
                case "reaction_added":
                    var reactions = Find(frame["reaction"]!["message_id"]!)["reactions"]!.AsArray();
                    reactions.ShouldNotContain(reaction => Same(reaction!["id"], frame["reaction"]!["id"]), json.ToString());
                    reactions.Add(frame["reaction"]!.DeepClone());
                    break;
                case "reaction_removed":
                    var left = Find(frame["message_id"]!)["reactions"]!.AsArray();
                    left.Remove(left.Single(reaction =>
                        Same(reaction!["user_id"], frame["user_id"]) && Same(reaction["emoji"], frame["emoji"])));
                    break;
                case "resumed":
                    break;
                default:
                    Assert.Fail(json.ToString());
                    break;
            }
        }

        private JsonObject Find(JsonNode id) => _messages.Single(message => Same(message["id"], id));

        private static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);
    }
}

using Connectify.Faults.Loading;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>What is no message reaches the other node although Redis is away.</summary>
internal sealed record QuietChanges() : Scenario(
    "quiet-changes", "Receipts, members, roles and the name of a group reach readers of the other node within 5 s or so although Redis is away.")
{
    private const double Bound = 6.5;

    internal override Shape Shape(bool isLong) => base.Shape(isLong) with { Groups = 2, RestSenders = 4, SocketSenders = 4 };

    internal override async Task Play(Run run)
    {
        var (load, doors) = (run.Load, run.Stage.Doors.ToList());
        var people = load.Crowd.People;
        var group = await load.Crowd.Group(load.Client, doors[0], [.. people.Take(3)]);
        load.Crowd.Chats.Add(group);
        var reader = load.AddReader(group, people[1], 0, [doors[1]]);
        await load.UntilReading();
        await run.Stage.Redis!.Kill();
        await Run.Pass(1);

        for (var time = 0; time < run.Times(1, 5); time++)
        {
            var key = $"quiet {time}";
            run.History.OtherKeys.Enqueue(key);
            var sent = await Do(HttpMethod.Post, "send_message/", new { content = "read me", client_message_id = key }, people[0]);
            var id = sent.Body.GetProperty("id").GetInt64();
            await Reaches<Shown>("a message", shown => shown.Message.Id == id);

            await Do(HttpMethod.Post, "read/", new { up_to = id }, people[2]);
            await Reaches<HasRead>("a receipt", read => read.User == people[2].Id && read.Ids.Contains(id));

            await Do(HttpMethod.Put, "", new { name = $"renamed {time}" }, people[0]);
            await Reaches<Told>("a new name", told => told.Type == "chat_updated" && told.Text.Contains($"renamed {time}", StringComparison.Ordinal));

            await Do(HttpMethod.Post, "add_members/", new { member_ids = new[] { people[3].Id } }, people[0]);
            await Reaches<Told>("a new member", told => told.Type == "member_added" && told.At > Clock.Now - 20_000_000);

            await Do(HttpMethod.Post, "change_role/", new { member_id = people[3].Id, role = "admin" }, people[0]);
            await Reaches<Told>("a new role", told => told.Type == "role_changed");

            await Do(HttpMethod.Post, "remove_member/", new { member_id = people[3].Id }, people[0]);
            await Reaches<Told>("a removal", told => told.Type == "member_removed");
        }

        async Task<Reply> Do(HttpMethod method, string path, object body, Person by)
        {
            var reply = await load.Client.Ask(doors[0], method, $"{group.Path}{path}", by.Token, body);
            run.Hold(reply.IsSuccess, $"{method} {path} is done, and was {reply.Note}");

            return reply;
        }

        async Task Reaches<T>(string what, Func<T, bool> isIt)
            where T : Entry
        {
            var begun = Clock.Now;
            run.Hold(
                await Run.Until(() => reader.Stream.Entries.OfType<T>().Any(isIt), Bound),
                $"{what} reaches the other node's reader within {Bound} s");
            run.Note($"{what} took {Clock.Show(Clock.Now - begun)}");
        }
    }
}

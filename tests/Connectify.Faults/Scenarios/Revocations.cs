using Connectify.Faults.Checking;
using Connectify.Faults.Loading;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>People lose their rights on one node while they listen on both.</summary>
/// <param name="HasRedis">Whether the nodes can tell each other.</param>
internal sealed record Revocations(bool HasRedis) : Scenario(
    HasRedis ? "revocations" : "revocations-alone",
    "Who is signed out, deactivated or removed is shown nothing more and sent away on every node, "
    + (HasRedis ? "within a second or so." : "without Redis within 5 s or so."))
{
    // One second and five are promised; the rest is for a busy machine.
    private TimeSpan Bound => TimeSpan.FromSeconds(HasRedis ? 2 : 6.5);

    internal override Expectation Expectation => new() { MayRefuse = true, Statuses = new HashSet<int>() };

    internal override Shape Shape(bool isLong) => base.Shape(isLong) with { People = 16 };

    internal override async Task Play(Run run)
    {
        var (load, doors) = (run.Load, run.Stage.Doors.ToList());
        var people = load.Crowd.People;
        var victims = people.Skip(8).Take(8).ToList();
        var court = await load.Crowd.Group(load.Client, doors[0], [people[0], people[1], .. victims.Take(4)]);
        var talk = await load.Crowd.Conversation(load.Client, doors[0], victims[4], victims[5]);
        load.Crowd.Chats.Add(court);
        var readers = victims.Take(4).SelectMany(victim => Both(victim, court))
            .Concat(victims.Skip(4).Take(2).SelectMany(victim => Both(victim, talk))).ToList();
        await load.UntilReading();
        load.AddSender(people[0], court, TimeSpan.FromMilliseconds(60));
        load.AddSender(people[1], court, TimeSpan.FromMilliseconds(60));

        if (!HasRedis)
        {
            await run.Stage.Redis!.Kill();
        }

        await Run.Pass(2);
        readers.ForEach(reader => reader.Stream.IsWhole = false);

        await Revoke(victims[0], null, 4003, "/api/accounts/logout/", new { refresh_token = victims[0].RefreshToken }, victims[0]);
        var password = new { current_password = Person.Password, new_password = "another password" };
        await Revoke(victims[1], null, 4003, "/api/accounts/password/", password, victims[1]);
        await Revoke(victims[2], null, 4003, "/api/accounts/deactivate/", new { user_id = victims[2].Id }, load.Crowd.Superuser);
        await Revoke(victims[3], court.Id, 4004, $"{court.Path}remove_member/", new { member_id = victims[3].Id }, people[0]);

        if (await Do(HttpMethod.Delete, talk.Path, null, victims[4]) is { } ended)
        {
            run.History.Revocations.Enqueue(new Revocation(ended, victims[4].Id, talk.Id, Bound, 4004));
            run.History.Revocations.Enqueue(new Revocation(ended, victims[5].Id, talk.Id, Bound, 4004));
        }

        foreach (var victim in victims.Take(3))
        {
            run.Hold(
                await Run.Until(async () => (await Profile(victim)).Status == 401, Bound.TotalSeconds),
                $"a token of {victim.Username} is a 401 on the other node too");
        }

        await Run.Pass(Bound.TotalSeconds + 1);

        Task<Reply> Profile(Person person) =>
            load.Client.Ask(doors[1], HttpMethod.Get, "/api/accounts/profile/", person.Token);

        List<Reader> Both(Person person, Chat chat) =>
            [.. doors.Select((door, number) => load.AddReader(chat, person, number, [door]))];

        async Task Revoke(Person victim, long? chat, int code, string path, object body, Person by)
        {
            if (await Do(HttpMethod.Post, path, body, by) is { } done)
            {
                run.History.Revocations.Enqueue(new Revocation(done, victim.Id, chat, Bound, code));
            }
        }

        // When it was acknowledged; nothing where it was not.
        async Task<long?> Do(HttpMethod method, string path, object? body, Person by)
        {
            var reply = await load.Client.Ask(doors[0], method, path, by.Token, body);
            run.Hold(reply.IsSuccess, $"{path} is done, and was {reply.Note}");

            return reply.IsSuccess ? Clock.Now : null;
        }
    }
}

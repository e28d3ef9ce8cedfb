using Connectify.Faults.Staging;

namespace Connectify.Faults.Loading;

/// <summary>The people of a load and their chats.</summary>
internal sealed class Crowd
{
    private Crowd(Person superuser, long organization, IReadOnlyList<Person> people) =>
        (Superuser, Organization, People) = (superuser, organization, people);

    internal Person Superuser { get; }

    internal long Organization { get; }

    internal IReadOnlyList<Person> People { get; }

    internal List<Chat> Chats { get; } = [];

    internal static async Task<Crowd> Gather(Client client, Entrance entrance, Shape shape)
    {
        var superuser = await Person.LogIn(client, entrance, Stage.Superuser, Stage.Password);
        var profile = await client.Ask(entrance, HttpMethod.Get, "/api/accounts/profile/", superuser.Token);
        var organization = profile.Body.GetProperty("organizations")[0].GetProperty("id").GetInt64();
        var people = new Person[shape.People];

        // A password takes a moment to be hashed, so not all come at once.
        await Parallel.ForAsync(0, people.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
            people[number] = await Person.Register(client, entrance, organization, $"person{number + 1}"));
        var crowd = new Crowd(superuser, organization, people);

        for (var number = 0; number < shape.Groups; number++)
        {
            crowd.Chats.Add(await crowd.Group(client, entrance, [.. crowd.From(number * 2, shape.GroupSize)]));
        }

        for (var number = 0; number < shape.Conversations; number++)
        {
            // Another pair each time: neighbours, then those two apart.
            var one = people[number % people.Length];
            var other = people[(number + 1 + (number / people.Length)) % people.Length];
            crowd.Chats.Add(await crowd.Conversation(client, entrance, one, other));
        }

        return crowd;
    }

    /// <summary>Makes a group chat of these people; the first is its admin.</summary>
    internal async Task<Chat> Group(Client client, Entrance entrance, IReadOnlyList<Person> members)
    {
        var reply = await client.Ask(entrance, HttpMethod.Post, "/api/messaging/group-chats/", members[0].Token, new
        {
            name = "Faults",
            organization_id = Organization,
            member_ids = members.Skip(1).Select(member => member.Id),
        });

        return new Chat(Id(reply), true, members);
    }

    /// <summary>Makes a conversation of two people.</summary>
    internal async Task<Chat> Conversation(Client client, Entrance entrance, Person one, Person other)
    {
        var reply = await client.Ask(
            entrance,
            HttpMethod.Post,
            "/api/messaging/conversations/",
            one.Token,
            new { participant_id = other.Id, organization_id = Organization });

        return new Chat(Id(reply), false, [one, other]);
    }

    private static long Id(Reply reply) => reply.IsSuccess
        ? reply.Body.GetProperty("id").GetInt64()
        : throw new InvalidOperationException($"A chat cannot be made: {reply.Note}");

    private IEnumerable<Person> From(int first, int count) =>
        Enumerable.Range(first, Math.Min(count, People.Count)).Select(number => People[number % People.Count]);
}

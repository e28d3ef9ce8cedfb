using System.Net;
using Connectify.Features.Accounts;
using Connectify.Tests.Support;

namespace Connectify.Tests.Inputs;

/// <summary>
/// Who sends odd requests and what there is to aim at: some of it theirs, some of it marked and never to be seen by any
/// of them.
/// </summary>
internal sealed class World : IDisposable
{
    /// <summary>In the service, but not among the callers: they may be deactivated and the like.</summary>
    private readonly List<Person> _others = [];

    private readonly Dictionary<string, Person> _callers = [];

    /// <summary>In every text and email that none of the callers may see.</summary>
    internal string Mark { get; } = $"marked{Guid.NewGuid():n}";

    /// <summary>The callers and their tokens; nobody has none.</summary>
    internal IReadOnlyDictionary<string, string?> Tokens =>
        new Dictionary<string, string?>(_callers.Select(caller => new KeyValuePair<string, string?>(caller.Key, caller.Value.Token)))
        {
            ["nobody"] = null,
            ["garbage"] = "e30.e30.e30",
        };

    internal long[] Users { get; private set; } = [];

    internal long[] Organizations { get; private set; } = [];

    internal long[] Chats { get; private set; } = [];

    internal long[] Groups { get; private set; } = [];

    /// <summary>Conversations that may end.</summary>
    internal long[] Expendable { get; private set; } = [];

    /// <summary>Group chats that may end.</summary>
    internal long[] ExpendableGroups { get; private set; } = [];

    internal long[] Messages { get; set; } = [];

    internal long[] Attachments { get; private set; } = [];

    /// <summary>Who blocks whom.</summary>
    internal long[] Blocks { get; private set; } = [];

    /// <summary>Names that are taken, of people in whose answers nothing is marked.</summary>
    internal string[] Usernames => [.. _others.Take(4).Select(person => person.Username)];

    internal static async Task<World> Create(App app)
    {
        var world = new World();
        await world.Fill(app);

        return world;
    }

    public void Dispose()
    {
        foreach (var person in _callers.Values.Concat(_others))
        {
            person.Dispose();
        }
    }

    private async Task Fill(App app)
    {
        var alice = _callers["alice"] = await app.Register("alice");
        var bob = _callers["bob"] = await app.Register("bob");
        _callers["admin"] = await app.RegisterAdmin("admin");
        var superuser = _callers["superuser"] = await app.RegisterAs(Roles.Superuser, "superuser");
        var (dave, erin, frank) = (await app.Register("dave"), await app.Register("erin"), await app.Register("frank"));

        var (abroad, secret) = (await app.Organization(), await app.Organization());
        var mallory = _callers["mallory"] = await app.Register("mallory", abroad);
        var trent = await app.Register("trent", abroad);
        var (oscar, peggy) = (await app.Register("oscar", secret), await app.Register("peggy", secret));
        _others.AddRange(dave, erin, frank, trent, oscar, peggy);
        await app.Run(
            "UPDATE users SET email = @Mark || id || '@example.com' WHERE id = ANY(@Ids)",
            new { Mark, Ids = new[] { oscar.Id, peggy.Id } });

        var ours = await alice.StartConversation(bob, "hello");
        var said = await alice.Say(ours, ["one", "two", "three"]);
        var answered = await bob.Say(ours, ["four", "five"]);
        await alice.Delete(said[1]);
        var theirs = await mallory.StartConversation(trent, "abroad", abroad);
        var hidden = await erin.StartConversation(frank, Mark);
        var foreign = await oscar.StartConversation(peggy, Mark, secret);
        var hiddenMessages = new[] { await erin.Say(hidden, Mark), await oscar.Say(foreign, Mark) };

        Blocks = [await alice.Block(frank), await mallory.Block(trent, abroad)];
        await alice.React(said[0], "👍");

        Attachments =
        [
            (await alice.SayFiles(ours, FileVerbs.Text())).Attachments.Single().Id,
            (await oscar.SayFiles(foreign, FileVerbs.Text($"{Mark}.txt", Mark))).Attachments.Single().Id,
        ];

        var group = await alice.CreateGroup(bob, dave, erin);
        var inGroup = await bob.SayInGroup(group, "six");
        var hiddenGroup = (await frank.AskForGroup([erin], Mark, name: Mark).ShouldBe(HttpStatusCode.Created)).Number("id");
        var foreignGroup = (await oscar.AskForGroup([peggy], Mark, secret, name: Mark).ShouldBe(HttpStatusCode.Created)).Number("id");
        ExpendableGroups = [await alice.CreateGroup(bob), await alice.CreateGroup(dave), hiddenGroup, foreignGroup];
        Groups = [group, group, hiddenGroup, foreignGroup];

        Expendable = [await alice.StartConversation(dave), await bob.StartConversation(dave), hidden, foreign];
        Chats = [ours, ours, theirs, hidden, foreign];
        Messages = [.. said, .. answered, inGroup, .. hiddenMessages];
        Users = [.. _others.Select(person => person.Id), superuser.Id];
        Organizations = [People.Demo, People.Demo, abroad, secret];
    }
}

using System.Text.RegularExpressions;
using Connectify.Features.Accounts;

namespace Connectify.Tests.Authorization;

/// <summary>
/// Two organizations, the people of the matrix, their chats and messages, all new. Every text of the first organization
/// begins with a mark that occurs nowhere else.
/// </summary>
internal sealed partial class World
{
    /// <summary>Everybody: of which organization, what they are in it, and whether active or awaiting activation.</summary>
    internal static readonly IReadOnlyList<(string Name, bool IsOurs, string Role, bool IsActive, bool Awaits)> People =
    [
        ("awaiting", true, Roles.User, false, true),
        ("deactivated", true, Roles.User, false, false),
        ("gone", true, Roles.User, false, false),
        ("stranger", false, Roles.User, true, false),
        ("strange-admin", false, Roles.Superuser, true, false),
        ("outsider", true, Roles.User, true, false),
        ("former", true, Roles.User, true, false),
        ("blocked", true, Roles.User, true, false),
        ("member", true, Roles.User, true, false),
        ("author", true, Roles.User, true, false),
        ("group-admin", true, Roles.User, true, false),
        ("ADMIN", true, Roles.Admin, true, false),
        ("SUPERUSER", true, Roles.Superuser, true, false),
        ("fellow", true, Roles.User, true, false),
    ];

    private static long _last = 1_000_000;

    internal World()
        : this(Interlocked.Add(ref _last, 1000))
    {
    }

    private World(long first) => (First, Organization) = (first, first + 1);

    /// <summary>The first of the ids that this world has for itself.</summary>
    internal long First { get; }

    internal string Mark => $"kanarie{First}";

    internal long Ours => First + 1;

    internal long Theirs => First + 2;

    /// <summary>The organization that is asked for.</summary>
    internal long Organization { get; private init; }

    internal long Pair => First + 1;

    internal long BlockedPair => First + 2;

    internal long Group => First + 3;

    internal long GonePair => First + 4;

    /// <summary>The same, asked for in another organization.</summary>
    internal World In(long organization) => new(First) { Organization = organization };

    internal static bool IsStranger(string caller) => caller is "stranger" or "strange-admin";

    /// <summary>A group chat that no row is about, with a picture and a file of a message.</summary>
    internal long GroupOfFiles => First + 5;

    /// <summary>The keys of the file, of its small copy and of the picture.</summary>
    internal string[] Files => [$"{First:x32}", $"{First + 1:x32}", $"{First + 2:x32}"];

    internal static bool IsPerson(string caller) => People.Any(person => person.Name == caller);

    /// <summary>The id of somebody.</summary>
    internal long Person(string name) => First + 1 + People.Index().Single(person => person.Item.Name == name).Index;

    /// <summary>A text of the first organization.</summary>
    internal string Text(object name) => $"{Mark}-{name}";

    /// <summary>What somebody is called.</summary>
    internal string NameOf(string person) => IsStranger(person) ? $"their{First}-{person}" : Text(person);

    /// <summary>A text that only somebody and the organization's admins see.</summary>
    internal string PrivateOf(string person) =>
        IsStranger(person) ? $"their{First}-private-{person}" : Text($"private-{person}");

    /// <summary>The chat that a row is about.</summary>
    internal long Chat(bool isGroup, string caller) => (isGroup, caller) switch
    {
        (true, _) => Group,
        (_, "blocked") => BlockedPair,
        (_, "gone") => GonePair,
        _ => Pair,
    };

    /// <summary>The message that a row is about: the author's, or for some their own.</summary>
    internal long Message(bool isGroup, string caller) => First + (isGroup, caller) switch
    {
        (false, "blocked") => 4,
        (false, "gone") => 10,
        (false, _) => 1,
        (true, "blocked") => 7,
        (true, "former") => 8,
        (true, "gone") => 11,
        (true, _) => 6,
    };

    /// <summary>A message that the caller, where in the chat, has not read.</summary>
    internal long Unread(bool isGroup, string caller) => First + (isGroup, caller) switch
    {
        (false, "author") => 2,
        (false, "blocked") => 5,
        (false, "gone") => 10,
        (false, _) => 3,
        (true, "group-admin") => 6,
        (true, _) => 9,
    };

    /// <summary>The text that a row's answer holds, or null.</summary>
    internal string? Shown(Row row, string caller) => row.Shows switch
    {
        "" => null,
        "message" => Text(Message(row.IsOfGroup, caller)),
        "last" => Text(First + (row.IsOfGroup ? 11 : caller == "blocked" ? 5 : caller == "gone" ? 10 : 3)),
        "reader" => Text(caller == "blocked" ? "author" : "member"),
        "own" => PrivateOf(caller),
        var name => Text(name),
    };

    /// <summary>Puts in what differs from world to world.</summary>
    internal string Fill(string text, Row row, string caller) => Name().Replace(text, name => name.Groups[1].Value switch
    {
        "organizationId" => $"{Organization}",
        "userId" => $"{Person("fellow")}",
        "chatId" => $"{Chat(row.IsOfGroup, caller)}",
        "messageId" => $"{Message(row.IsOfGroup, caller)}",
        "unread" => $"{Unread(row.IsOfGroup, caller)}",
        "blockId" or "attachmentId" or "avatarId" => $"{First + 1}",
        "username" => NameOf(caller),
        "password" => Support.Person.Password,
        "new" => Text("new"),
        var person => $"{Person(person)}",
    });

    [GeneratedRegex(@"\{([A-Za-z-]+)(:\w+)?\}")]
    private static partial Regex Name();
}

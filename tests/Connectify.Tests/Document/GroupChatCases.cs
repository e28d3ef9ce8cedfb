using Connectify.Tests.Support;
using static Connectify.Tests.Document.ConversationCases;

namespace Connectify.Tests.Document;

internal static class GroupChatCases
{
    internal static void AddGroupChats(this Cases cases)
    {
        cases.On("Create a group chat", Creating());

        cases.On(
            "List group chats",
            [
                ("there are some", async stage =>
                {
                    await Stage.SaidInGroup(stage.Bob, await Team(stage));
                    return new Call(stage.Alice);
                }),
            ]);

        cases.On(
            "Show a group chat",
            [
                ("a member", async stage => new Call(stage.Bob, await Team(stage))),
                ("it is a conversation", async stage => new Call(stage.Alice, await stage.Conversation())),
                ("it was deleted", async stage =>
                {
                    var group = await Team(stage);
                    await stage.Alice.Delete($"/api/messaging/group-chats/{group}/");
                    return new Call(stage.Bob, group);
                }),
                ("somebody who left", async stage => await Left(stage)),
                .. Others(Team),
            ]);

        cases.On(
            "Change a group chat",
            [
                ("an admin", async stage => new Call(stage.Alice, await Team(stage)) { Body = new { Name = "Project team" } }),
                ("nothing is said", async stage => new Call(stage.Alice, await Team(stage)) { Body = new { } }),
                ("an empty name", async stage => new Call(stage.Alice, await Team(stage)) { Body = new { Name = " " } }),
                ("a member who is no admin", async stage => new Call(stage.Bob, await Team(stage)) { Body = new { Name = "Ours" } }),
                .. Others(Team, new { Name = "Theirs" }),
            ]);

        cases.On(
            "Delete a group chat",
            [
                ("an admin", async stage => new Call(stage.Alice, await Team(stage))),
                ("a member who is no admin", async stage => new Call(stage.Bob, await Team(stage))),
                .. Others(Team),
            ]);

        cases.On("List the messages of a group chat", Listing(Team, Stage.SaidInGroup, isWhole: false));
        cases.On("Send a message to a group chat", Sending());
        cases.On("Read a group chat", Reading(Team, Stage.SaidInGroup, isWhole: false));
        cases.On("Add members", Adding());
        cases.On("Remove a member", Removing());
        cases.On("Change the role of a member", ChangingRole());
    }

    private static (string, Func<Stage, Task<Call>>)[] Creating() =>
    [
        ("with members and a first message", stage => Create(stage, new { MemberIds = new[] { stage.Bob.Id }, InitialMessage = "Welcome" })),
        ("alone", stage => Create(stage, new { MemberIds = Array.Empty<long>() })),
        ("with an avatar, as a form", stage => Task.FromResult(new Call(stage.Alice)
        {
            Body = Stage.Form(
                [("name", "Team"), ("organization_id", "1"), ("member_ids", $"{stage.Bob.Id}")], "avatar", ("dot.png", Samples.Png)),
        })),
        ("the same again under one key", stage => Again(stage, "Team")),
        ("something else under one key", stage => Again(stage, "Another team")),
        ("the caller is not of the organization", async stage =>
            await Create(stage, new { }, organization: await stage.App.Organization())),
        ("a member is not of the organization", async stage =>
        {
            var stranger = await stage.Stranger();
            var call = await Create(stage, new { MemberIds = new[] { stage.Bob.Id, stranger.Id } });
            return call with { Names = new() { ["member"] = stranger.Id } };
        }),
        ("two members have blocked the caller", async stage =>
        {
            var carol = await stage.Somebody();
            await Stage.Block(stage.Bob, stage.Alice);
            await Stage.Block(carol, stage.Alice);
            var call = await Create(stage, new { MemberIds = new[] { carol.Id, stage.Bob.Id } });
            return call with { Names = new() { ["first"] = carol.Username, ["second"] = stage.Bob.Username } };
        }),
        ("nothing is said", stage => Task.FromResult(new Call(stage.Alice) { Body = new { } })),
        ("a name that is too long", stage => Create(stage, new { }, name: new string('x', 101))),
        ("a description that is too long", stage => Create(stage, new { Description = new string('x', 1001) })),
        ("an avatar that is no image", stage => Task.FromResult(new Call(stage.Alice)
        {
            Body = Stage.Form([("name", "Team"), ("organization_id", "1")], "avatar", ("dot.png", Samples.Text)),
        })),
    ];

    private static (string, Func<Stage, Task<Call>>)[] Sending() =>
    [
        ("a text", async stage => new Call(stage.Bob, await Team(stage)) { Body = new { Content = "Hello" } }),
        ("a text with a file, as a form", async stage => new Call(stage.Bob, await Team(stage))
        {
            Body = Stage.Form([("content", "Look")], "attachments", ("dot.png", Samples.Png)),
        }),
        ("an answer to a message", async stage =>
        {
            var group = await Team(stage);
            return new Call(stage.Bob, group) { Body = new { Content = "Hello", ReplyTo = await Stage.SaidInGroup(stage.Alice, group) } };
        }),
        ("a member has blocked the caller", async stage =>
        {
            var call = new Call(stage.Bob, await Team(stage)) { Body = new { Content = "Hello" } };
            await Stage.Block(stage.Alice, stage.Bob);
            return call;
        }),
        ("an empty text", async stage => new Call(stage.Bob, await Team(stage)) { Body = new { Content = "" } }),
        ("somebody who left", async stage => await Left(stage) with { Body = new { Content = "Hello" } }),
        .. Others(Team, new { Content = "Hello" }),
    ];

    private static (string, Func<Stage, Task<Call>>)[] Adding() =>
    [
        ("an admin", async stage => Add(stage.Alice, await Team(stage), await stage.Somebody())),
        ("somebody who is in already", async stage => Add(stage.Alice, await Team(stage), stage.Bob)),
        ("a member who is no admin", async stage => Add(stage.Bob, await Team(stage), await stage.Somebody())),
        ("somebody who is not of the organization", async stage =>
        {
            var stranger = await stage.Stranger();
            return Add(stage.Alice, await Team(stage), stranger) with { Names = new() { ["member"] = stranger.Id } };
        }),
        ("somebody who has blocked the caller", async stage =>
        {
            var carol = await stage.Somebody();
            await Stage.Block(carol, stage.Alice);
            return Add(stage.Alice, await Team(stage), carol) with { Names = new() { ["first"] = carol.Username } };
        }),
        ("nothing is said", async stage => new Call(stage.Alice, await Team(stage)) { Body = new { } }),
        .. Others(Team, new { MemberIds = new[] { 1 } }),
    ];

    private static (string, Func<Stage, Task<Call>>)[] Removing() =>
    [
        ("an admin", async stage => Remove(stage.Alice, await Team(stage), stage.Bob)),
        ("oneself", async stage => Remove(stage.Bob, await Team(stage), stage.Bob)),
        ("a member who is no admin", async stage => Remove(stage.Bob, await Team(stage), stage.Alice)),
        ("somebody who is not in it", async stage => Remove(stage.Alice, await Team(stage), await stage.Somebody())),
        ("nothing is said", async stage => new Call(stage.Alice, await Team(stage)) { Body = new { } }),
        .. Others(Team, new { MemberId = 1 }),
    ];

    private static (string, Func<Stage, Task<Call>>)[] ChangingRole() =>
    [
        ("an admin", async stage => Change(stage.Alice, await Team(stage), stage.Bob, "admin")),
        ("a member who is no admin", async stage => Change(stage.Bob, await Team(stage), stage.Bob, "admin")),
        ("somebody who is not in it", async stage => Change(stage.Alice, await Team(stage), await stage.Somebody(), "admin")),
        ("the last admin gives it up", async stage => Change(stage.Alice, await Team(stage), stage.Alice, "member")),
        ("another role", async stage => Change(stage.Alice, await Team(stage), stage.Bob, "owner")),
        .. Others(Team, new { MemberId = 1, Role = "admin" }),
    ];

    private static Task<long> Team(Stage stage) => stage.GroupChat(stage.Bob);

    private static async Task<Call> Left(Stage stage)
    {
        var group = await Team(stage);
        await stage.Bob.Post($"/api/messaging/group-chats/{group}/remove_member/", new { MemberId = stage.Bob.Id });

        return new Call(stage.Bob, group);
    }

    private static async Task<Call> Again(Stage stage, string name)
    {
        var first = new { Name = "Team", OrganizationId = People.Demo, MemberIds = new[] { stage.Bob.Id } };
        await stage.Alice.Post("/api/messaging/group-chats/", first, key: "first");

        return new Call(stage.Alice) { Body = new { name, first.OrganizationId, first.MemberIds }, Key = "first" };
    }

    private static Task<Call> Create(Stage stage, object more, string name = "Team", long organization = People.Demo)
    {
        var body = more.GetType().GetProperties().ToDictionary(
            property => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property => property.GetValue(more));
        body["name"] = name;
        body["organization_id"] = organization;

        return Task.FromResult(new Call(stage.Alice) { Body = body });
    }

    private static Call Add(Person admin, long group, Person member) =>
        new(admin, group) { Body = new { MemberIds = new[] { member.Id } } };

    private static Call Remove(Person admin, long group, Person member) =>
        new(admin, group) { Body = new { MemberId = member.Id } };

    private static Call Change(Person admin, long group, Person member, string role) =>
        new(admin, group) { Body = new { MemberId = member.Id, role } };
}

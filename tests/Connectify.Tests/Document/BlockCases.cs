using Connectify.Tests.Support;

namespace Connectify.Tests.Document;

internal static class BlockCases
{
    internal static void AddBlocks(this Cases cases)
    {
        cases.On(
            "Block a user",
            [
                ("for the first time", stage => Block(stage, stage.Bob)),
                ("once more", async stage =>
                {
                    await Stage.Block(stage.Alice, stage.Bob);
                    return await Block(stage, stage.Bob);
                }),
                ("somebody who is not of the organization", async stage => await Block(stage, await stage.Stranger())),
                ("oneself", stage => Block(stage, stage.Alice)),
                ("the caller is not of the organization", async stage => await Block(stage, stage.Bob, await stage.App.Organization())),
                ("nothing is said", stage => Task.FromResult(new Call(stage.Alice) { Body = new { } })),
            ]);

        cases.On(
            "List blocked users",
            [
                ("there are some", async stage =>
                {
                    await Stage.Block(stage.Alice, stage.Bob);
                    return new Call(stage.Alice);
                }),
            ]);

        cases.On(
            "Unblock a user",
            [
                ("whoever blocked", async stage => new Call(stage.Alice, await Stage.Block(stage.Alice, stage.Bob))),
                ("it is no more", async stage =>
                {
                    var block = await Stage.Block(stage.Alice, stage.Bob);
                    await stage.Alice.Delete($"/api/messaging/blocks/{block}/");
                    return new Call(stage.Alice, block);
                }),
                ("somebody else of the organization", async stage => new Call(stage.Bob, await Stage.Block(stage.Alice, stage.Bob))),
                ("somebody of another organization", async stage => new Call(await stage.Stranger(), await Stage.Block(stage.Alice, stage.Bob))),
            ]);
    }

    private static Task<Call> Block(Stage stage, Person blocked, long organization = People.Demo) =>
        Task.FromResult(new Call(stage.Alice) { Body = new { BlockedId = blocked.Id, OrganizationId = organization } });
}

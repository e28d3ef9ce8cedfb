using System.Net.Http.Headers;
using Connectify.Faults.Checking;
using Connectify.Faults.Loading;
using Connectify.Faults.Staging;

namespace Connectify.Faults.Scenarios;

/// <summary>The disk of the files is full.</summary>
internal sealed record FullDisk() : Scenario(
    "full-disk", "The disk of the attachments is full: such a message is refused as a whole and leaves nothing behind, text goes on.")
{
    private const int TooMuch = 3 * 1024 * 1024;
    private const int Little = 64 * 1024;

    internal override Setting Setting => new() { HasSmallDisk = true };

    internal override Expectation Expectation => new() { Statuses = new HashSet<int> { 503, 507 } };

    internal override async Task Play(Run run)
    {
        var disk = run.Stage.Disk!;
        await Run.Pass(1);
        run.Hold((await Upload(run, 0, Little)).Status == 201, "a file is taken while there is room");
        var before = disk.Files().Count;
        disk.Fill();

        for (var number = 0; number < run.Times(6, 40); number++)
        {
            var key = $"file {number}";
            var reply = await Upload(run, number, TooMuch, key);
            run.Hold(reply.Status is 503 or 507, $"a file for which there is no room is a 507 or a 503, and was {reply.Note}");
            var rows = await run.Stage.Query($"SELECT count(*) FROM messages WHERE client_message_id = '{key}'");
            run.Hold((long)rows[0][0] == 0, "a message whose file was not kept is not there");
            await Run.Pass(0.3);
        }

        run.Hold(
            await Run.Until(() => disk.Files().Count == before, 3),
            $"nothing is left of a file that was not kept, and there are {disk.Files().Count} files instead of {before}");
        disk.Free();
        run.Hold(
            await Run.Until(async () => (await Upload(run, 1, Little, "room again")).IsSuccess, 3), "a file is taken again when there is room");
        run.Afterwards(() => run.Hold(run.History.Operations.All(operation => !operation.WasUnknown), "text is sent as ever"));
    }

    private static Task<Reply> Upload(Run run, int number, int size, string key = "first")
    {
        var chat = run.Load.Crowd.Chats[0];
        var node = run.Nodes[number % run.Nodes.Count];
        var file = new ByteArrayContent(new byte[size]);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var form = new MultipartFormDataContent { { new StringContent("with a file"), "content" }, { file, "attachments", "file.bin" } };
        run.History.OtherKeys.Enqueue(key);

        return run.Load.Client.Ask(
            new Entrance(node.Name, node.Address), HttpMethod.Post, $"{chat.Path}send_message/", chat.People[0].Token, form, key);
    }
}

using Connectify.Infrastructure.Attachments;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Infrastructure.Attachments;

public sealed class SweeperTests(App app) : InConversation(app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Sweeper Sweeper => App.Services.GetRequiredService<Sweeper>();

    private LooseFiles Loose => App.Services.GetRequiredService<LooseFiles>();

    private FileStore Store => App.Services.GetRequiredService<FileStore>();

    [Fact]
    public async Task What_nobody_came_to_own_is_removed_after_an_hour_and_not_before()
    {
        var key = await Leave();
        var aside = App.Services.GetRequiredService<Staging>().NewPath();
        await File.WriteAllTextAsync(aside, "half", Cancel);

        await Sweeper.Sweep(Cancel);
        (await App.StoredKeys()).ShouldContain(key);
        File.Exists(aside).ShouldBeTrue();

        await App.SweepLater();
        await App.ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task A_key_whose_file_never_came_is_forgotten_too()
    {
        await Loose.Add([FileStore.NewKey()], Cancel);

        await App.SweepLater();

        (await App.LooseFiles()).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_message_owns_stays()
    {
        var sent = await Alice.SayFiles(Chat, FileVerbs.Text(), FileVerbs.Picture());

        await App.SweepLater();

        (await App.Open(sent.Attachments[0].Url)).StatusCode.ShouldBe(OK);
        (await App.Open(sent.Attachments[1].ThumbnailUrl!)).StatusCode.ShouldBe(OK);
    }

    [Fact]
    public async Task A_chat_with_very_many_files_is_swept_to_its_end()
    {
        await Alice.SayFiles(Chat, FileVerbs.Text());
        await App.Run(
            """
            WITH files AS (
                INSERT INTO attachments (message_id, chat_id, place, type, file_name, content_type, size, file_key, created_at)
                SELECT message_id, chat_id, 1 + n, type, file_name, content_type, size, md5(chat_id || ' ' || n), created_at
                  FROM attachments, generate_series(1, 1200) n
                 WHERE chat_id = @Chat)
            SELECT 1
            """,
            new { Chat });

        await Alice.DeleteConversation(Chat).ShouldBe(NoContent);
        await Task.WhenAll(Sweeper.Sweep(Cancel), Sweeper.Sweep(Cancel), Sweeper.Sweep(Cancel));
        await Sweeper.Sweep(Cancel);

        (await App.Value<long>("SELECT count(*) FROM attachments WHERE chat_id = @Chat", new { Chat })).ShouldBe(0);
        await App.ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task It_is_woken_by_what_there_is_to_do()
    {
        var sent = await Alice.SayFiles(Chat, FileVerbs.Text());
        await Alice.Delete(sent.Id).ShouldBe(NoContent);

        while ((await App.StoredKeys()).Count > (await App.OwnedKeys()).Length || await App.LooseFiles() > 0)
        {
            await Task.Delay(10, Cancel);
        }
    }

    [Fact]
    public async Task A_message_whose_files_were_swept_away_meanwhile_is_not_stored()
    {
        await using var held = await HeldChat.Of(App, Chat);
        var sending = Alice.SendFile(Chat, FileVerbs.Text());
        await held.Waiters();
        await App.Run("UPDATE loose_files SET is_doomed = true");

        await held.Release();

        await sending.ShouldBe(ServiceUnavailable);
        (await Bob.Messages(Chat)).ShouldBeEmpty();
        await Sweeper.Sweep(Cancel);
        await App.ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task Files_of_which_nobody_knows_what_became_stay_until_it_is_clear()
    {
        await using var held = await HeldChat.Of(App, Chat);
        var sending = Alice.SendFile(Chat, FileVerbs.Text());
        var waiters = await held.Waiters();
        await App.Value<bool>("SELECT bool_and(pg_terminate_backend(pid)) FROM unnest(@waiters) AS pid", new { waiters });

        await sending.ShouldBe(ServiceUnavailable);

        await held.Release();
        (await App.LooseFiles()).ShouldBe(1);
        await App.SweepLater();
        await App.ShouldHaveNoLeftFiles();
        (await Bob.Messages(Chat)).ShouldBeEmpty();
    }

    // As a crash between the two leaves it.
    private async Task<string> Leave()
    {
        var (key, path) = (FileStore.NewKey(), App.Services.GetRequiredService<Staging>().NewPath());
        await Loose.Add([key], Cancel);
        await File.WriteAllTextAsync(path, "left", Cancel);
        await Store.Put(key, path, Cancel);

        return key;
    }
}

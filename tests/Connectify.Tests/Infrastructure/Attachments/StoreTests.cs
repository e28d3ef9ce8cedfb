using System.Net.Http.Headers;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Attachments;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Infrastructure.Attachments;

/// <summary>What holds wherever files are kept.</summary>
public abstract class StoreTests<TApp>(TApp app) : InConversation<TApp>(app)
    where TApp : App
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FileStore Store => App.Services.GetRequiredService<FileStore>();

    [Fact]
    public async Task What_was_sent_is_what_is_opened()
    {
        var file = FileVerbs.Random("noise.bin", 7_000_000);

        var sent = await Alice.SayFiles(Chat, file, FileVerbs.Picture());

        using var answer = await App.Open(sent.Attachments[0].Url);
        answer.StatusCode.ShouldBe(OK);
        answer.Content.Headers.ContentLength.ShouldBe(file.Content.Length);
        (await answer.Bytes()).AsSpan().SequenceEqual(file.Content).ShouldBeTrue();
        using var thumbnail = await App.Open(sent.Attachments[1].ThumbnailUrl!);
        (await thumbnail.Bytes()).Length.ShouldBeGreaterThan(0);
        await App.ShouldHaveNoLeftFiles();
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=10-19", 10, 10)]
    [InlineData("bytes=199990-", 199_990, 10)]
    [InlineData("bytes=-5", 199_995, 5)]
    [InlineData("bytes=5-999999999", 5, 199_995)]
    public async Task A_range_of_it_is_that_range(string range, int from, int length)
    {
        var file = FileVerbs.Random("noise.bin", 200_000);
        var url = (await Alice.SayFiles(Chat, file)).Attachments[0].Url;

        using var answer = await App.Open(url, null, ("Range", range));

        answer.StatusCode.ShouldBe(PartialContent);
        answer.Content.Headers.ContentRange.ShouldBe(new ContentRangeHeaderValue(from, from + length - 1, 200_000));
        (await answer.Bytes()).ShouldBe(file.Content.AsSpan(from, length).ToArray());
    }

    [Fact]
    public async Task A_file_is_gone_with_its_message()
    {
        var sent = await Alice.SayFiles(Chat, FileVerbs.Text(), FileVerbs.Picture());

        await Alice.Delete(sent.Id).ShouldBe(NoContent);

        await App.Open(sent.Attachments[0].Url).ShouldBeProblem(NotFound, "Attachment not found");
        await App.Services.GetRequiredService<Sweeper>().Sweep(Cancel);
        await App.ShouldHaveNoLeftFiles();
        (await App.Value<long>("SELECT count(*) FROM attachments WHERE message_id = @Id", new { sent.Id })).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_is_not_there_can_be_removed_and_a_file_that_is_not_there_cannot_be_opened()
    {
        var key = FileStore.NewKey();

        await Store.Remove(key, Cancel);

        await Should.ThrowAsync<StoreUnavailableException>(async () =>
        {
            await using var file = await Store.Open(key, 5, Cancel);
            await file.ReadExactlyAsync(new byte[5], Cancel);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../etc/passwd")]
    [InlineData("0123456789abcdef0123456789abcde/")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    public async Task What_is_none_of_our_keys_leads_nowhere(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.Remove(key, Cancel));
        await Should.ThrowAsync<ArgumentException>(async () =>
        {
            await using var file = await Store.Open(key, 5, Cancel);
            await file.ReadExactlyAsync(new byte[5], Cancel);
        });
    }
}

public sealed class FolderStoreTests(App app) : StoreTests<App>(app)
{
    [Fact]
    public async Task Only_its_own_user_may_look_into_the_folder()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await Alice.SayFiles(Chat, FileVerbs.Text());

        foreach (var path in Directory.EnumerateFileSystemEntries(App.Files, "*", SearchOption.AllDirectories))
        {
            (File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111).ShouldBe(UnixFileMode.None, path);
        }
    }

    [Fact]
    public async Task Where_it_cannot_be_written_to_no_file_is_sent_and_text_is()
    {
        var files = Path.Combine(App.Files, "files");
        Directory.Move(files, files + "-away");
        await File.WriteAllTextAsync(files, "", TestContext.Current.CancellationToken);

        await Alice.SendFile(Chat, FileVerbs.Text())
            .ShouldBeProblem(ServiceUnavailable, "Files cannot be kept or read now, repeat the request later");
        await Alice.Send(Chat, "text").ShouldBe(Created);
        (await App.LooseFiles()).ShouldBe(0);

        File.Delete(files);
        Directory.Move(files + "-away", files);
        await App.ShouldHaveNoLeftFiles();
        (await Bob.Messages(Chat)).Count.ShouldBe(1);
    }
}

public sealed class BucketStoreTests(BucketApp app) : StoreTests<BucketApp>(app)
{
    public override ValueTask InitializeAsync()
    {
        Assert.SkipWhen(S3Server.Missing is not null, S3Server.Missing ?? "");

        return base.InitializeAsync();
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_stops_the_start_and_is_named()
    {
        var server = await S3Server.Running;
        using var store = new BucketStore(new BucketOptions
        {
            Endpoint = server.Endpoint,
            Bucket = "nowhere",
            AccessKey = server.Key,
            SecretKey = server.Key,
        });

        var failure = await Should.ThrowAsync<CannotStartException>(
            store.Start(NullLogger.Instance, TestContext.Current.CancellationToken));

        failure.Message.ShouldStartWith("Attachments:S3:Bucket: there is no bucket nowhere at ");
    }
}

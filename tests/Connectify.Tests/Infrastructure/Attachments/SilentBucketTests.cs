using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Infrastructure.Attachments;

/// <summary>A bucket that does not answer.</summary>
public sealed class SilentBucketTests(SilentBucketTests.Alone app) : InConversation<SilentBucketTests.Alone>(app)
{
    public sealed class Alone : App
    {
        protected override IEnumerable<(string Key, string Value)> Settings =>
        [
            ("Attachments:S3:Endpoint", "http://127.0.0.1:1"), ("Attachments:S3:Bucket", "files"),
            ("Attachments:S3:AccessKey", "key"), ("Attachments:S3:SecretKey", "secret"),
        ];
    }

    [Fact]
    public async Task No_file_is_sent_and_text_is()
    {
        var answer = await Alice.SendFile(Chat, FileVerbs.Text());

        await answer.ShouldBeProblem(ServiceUnavailable, "Files cannot be kept or read now, repeat the request later");
        answer.Headers.RetryAfter.ShouldNotBeNull();
        await Alice.Send(Chat, "text").ShouldBe(Created);
        (await Bob.Messages(Chat)).Count.ShouldBe(1);
        App.IncomingFiles().ShouldBe(0);
    }
}

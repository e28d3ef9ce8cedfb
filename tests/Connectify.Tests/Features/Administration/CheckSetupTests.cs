using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Administration;

public sealed class CheckSetupTests(App app) : IClassFixture<App>
{
    private const string Key = "a key of the tests, which is long enough";

    [Fact]
    public async Task Each_thing_has_a_line_and_all_is_well()
    {
        // The server of the tests forgets, which is what it is started for.
        var lines = await Check(("Attachments:Folder", app.Files));

        lines.Keys.ShouldBe(["settings", "database", "redis", "files"]);
        lines["settings"].ShouldBe("ok");
        lines["redis"].ShouldBe("not configured");
        lines["files"].ShouldBe($"ok: the folder {app.Files}");
        (await app.StoredKeys()).ShouldBeEmpty();
        Directory.EnumerateFiles(Path.Combine(app.Files, "incoming")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_that_loses_data_or_is_not_there_has_failed()
    {
        (await Check())["database"].ShouldMatch(@"^failed: PostgreSQL \d+.*, migrated to \d{4}_\w+, but it loses data: synchronous_commit=off, fsync=off$");
        (await Check(("ConnectionStrings:Connectify", "Host=127.0.0.1;Port=1;Password=secret")))["database"]
            .ShouldStartWith("failed: ConnectionStrings:Connectify: the database at 127.0.0.1:1 cannot be used: ");

        await using var empty = await Database.CreateEmpty();
        (await Check(("ConnectionStrings:Connectify", empty.ConnectionString)))["database"]
            .ShouldEndWith("migrated to nothing, which is not all: start the service, or give the command migrate");
    }

    [Fact]
    public async Task A_bad_setting_is_named_and_the_rest_is_looked_at()
    {
        var lines = await Check(("Jwt:SigningKey", "short secret"), ("Attachments:UrlLifetime", "00:00:00"));

        lines["settings"].ShouldStartWith("failed: ");
        lines["settings"].ShouldContain("Jwt:SigningKey: a key of 32 bytes or more is required.");
        lines["files"].ShouldContain("Attachments:UrlLifetime");
        lines["database"].ShouldContain("PostgreSQL");
    }

    [Fact]
    public async Task Settings_that_cannot_be_read_fail_alone()
    {
        var lines = await Check(("ConnectionStrings:Redis", "password=secret"));

        lines["settings"].ShouldStartWith("failed: ConnectionStrings:Redis cannot be read");
        lines.Values.Skip(1).ShouldAllBe(line => line == "skipped: the settings cannot be read");
    }

    [Fact]
    public async Task A_Redis_is_asked()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        var redis = await RedisServer.Running;

        (await Check(("ConnectionStrings:Redis", redis.ConnectionString)))["redis"].ShouldMatch($"^ok: Redis [0-9.]+, {redis.ConnectionString}$");
    }

    [Fact]
    public async Task A_Redis_that_does_not_answer_has_failed()
    {
        (await Check(("ConnectionStrings:Redis", $"127.0.0.1:{LoopbackPort.Free()},password=secret")))["redis"]
            .ShouldMatch("^failed: ConnectionStrings:Redis: 127.0.0.1:[0-9]+ does not answer");
    }

    [Fact]
    public async Task Files_have_to_be_writable()
    {
        (await Check(("Attachments:Folder", "/dev/null/files")))["files"].ShouldStartWith("failed: Attachments:Folder: ");
    }

    [Fact]
    public async Task A_bucket_has_to_be_there()
    {
        Assert.SkipWhen(S3Server.Missing is not null, S3Server.Missing ?? "");
        var server = await S3Server.Running;
        var bucket = $"files-{Guid.NewGuid():n}";
        (string, string)[] settings =
        [
            ("Attachments:Folder", app.Files), ("Attachments:S3:Endpoint", server.Endpoint), ("Attachments:S3:Bucket", bucket),
            ("Attachments:S3:AccessKey", server.Key), ("Attachments:S3:SecretKey", server.Key),
        ];

        (await Check(settings))["files"].ShouldStartWith($"failed: Attachments:S3:Bucket: there is no bucket {bucket}");
        await BucketApp.Make(server, bucket);
        (await Check(settings))["files"].ShouldBe($"ok: the bucket {bucket} at {new Uri(server.Endpoint).Authority}");
        (await Check([.. settings, ("Attachments:S3:Endpoint", "http://127.0.0.1:1")]))["files"].ShouldStartWith("failed: ");
    }

    private async Task<Dictionary<string, string>> Check(params (string Key, string Value)[] settings)
    {
        using var folder = TestFolder.Create();
        var someone = new Operator(
            [("ConnectionStrings:Connectify", app.ConnectionString), ("Jwt:SigningKey", Key), ("Attachments:Folder", folder.Path), .. settings]);

        var answer = await someone.Says("check --json");

        answer.Error.ShouldBeEmpty();
        answer.Out.ShouldNotContain("secret");
        var findings = answer.Json.EnumerateArray().ToList();
        answer.Code.ShouldBe(findings.Exists(finding => finding.Text("state") == "failed") ? 1 : 0);

        return findings.ToDictionary(
            finding => finding.Text("name")!,
            finding => finding.Text("state") is "ok" && finding.Text("name") is "settings" || finding.Text("detail") is ""
                ? finding.Text("state")!
                : $"{finding.Text("state")}: {finding.Text("detail")}");
    }
}

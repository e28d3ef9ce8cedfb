using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Connectify.Features.Accounts;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Npgsql;

namespace Connectify.Tests.Infrastructure.Attachments;

/// <summary>A service that dies while files are sent.</summary>
public sealed class KilledUploadTests : IAsyncLifetime
{
    private const int Enough = 12;

    private readonly TestFolder _folder = TestFolder.Create();
    private readonly ConcurrentBag<(string Url, string Hash)> _acknowledged = [];
    private Support.Database _database = null!;
    private NpgsqlDataSource _db = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Files => Path.Combine(_folder.Path, ".data", "attachments", "files");

    private string Incoming => Path.Combine(_folder.Path, ".data", "attachments", "incoming");

    public async ValueTask InitializeAsync()
    {
        _database = await Support.Database.Create();
        _db = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_and_what_was_not_is_swept_away()
    {
        await using (var service = Start())
        {
            await service.WaitUntilReady();
            using var alice = await LogIn(service);
            var chat = await StartConversation(alice);
            var sending = Enumerable.Range(0, 4).Select(_ => SendUntilItDies(alice, chat)).ToList();

            while (_acknowledged.Count < Enough)
            {
                await Task.Delay(5, Cancel);
            }

            await service.Kill();
            await Task.WhenAll(sending);
        }

        await LetTimePass();
        await using var again = Start();
        await again.WaitUntilReady();
        await Swept();

        using var anybody = new HttpClient { BaseAddress = again.Address };

        foreach (var (url, hash) in _acknowledged)
        {
            Hash(await anybody.GetByteArrayAsync(url, Cancel)).ShouldBe(hash);
        }

        var stored = Directory.EnumerateFiles(Files, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path));
        var owned = await _db.QueryOne<string[]>("SELECT array_agg(file_key) FROM attachments", null, Cancel);
        stored.ShouldBe(owned!, ignoreOrder: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private ServiceProcess Start() => ServiceProcess.Start(
        _folder.Path, ("ConnectionStrings__Connectify", _database.ConnectionString), ("ASPNETCORE_ENVIRONMENT", "Development"));

    private async Task SendUntilItDies(HttpClient alice, long chat)
    {
        for (var isAlive = true; isAlive;)
        {
            var content = RandomNumberGenerator.GetBytes(200_000);

            try
            {
                using var answer = await alice.PostAsync(
                    $"{ChatVerbs.ConversationsPath}{chat}/send_message/", FileVerbs.Form([], new FileVerbs.Sample("a.bin", content)), Cancel);

                if (answer.StatusCode == HttpStatusCode.Created)
                {
                    _acknowledged.Add(((await answer.Read<Message>()).Attachments[0].Url, Hash(content)));
                }
            }
            catch (HttpRequestException)
            {
                isAlive = false;
            }
        }
    }

    private static async Task<HttpClient> LogIn(ServiceProcess service)
    {
        var client = new HttpClient { BaseAddress = service.Address };
        using var answer = await client.PostAsJsonAsync(
            "/api/accounts/login/", new { username = "alice", password = Person.PasswordOf("alice") }, Cancel);
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", (await answer.Read<SignedIn>()).Token);

        return client;
    }

    // The demo may have begun it.
    private static async Task<long> StartConversation(HttpClient alice)
    {
        using var answer = await alice.PostAsJsonAsync(
            ChatVerbs.ConversationsPath, new { participant_id = 3, organization_id = 1 }, Cancel);
        var conversation = await answer.Read<System.Text.Json.JsonElement>();

        return conversation.Number(answer.StatusCode == HttpStatusCode.Created ? "id" : "conversation_id");
    }

    private async Task LetTimePass()
    {
        await _db.Execute("UPDATE loose_files SET since = since - interval '2 hours'", null, Cancel);

        foreach (var left in Directory.EnumerateFiles(Incoming))
        {
            File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddHours(-2));
        }
    }

    private async Task Swept()
    {
        while (await _db.QueryOne<long>("SELECT count(*) FROM loose_files", null, Cancel) > 0 || Directory.EnumerateFiles(Incoming).Any())
        {
            await Task.Delay(10, Cancel);

            // What the killed one had sent to the database may have been stored only now.
            await LetTimePass();
        }
    }

    private static string Hash(byte[] content) => Convert.ToHexString(SHA256.HashData(content));
}

using System.Diagnostics;
using System.Net.Http.Json;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;
using Npgsql;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Infrastructure.Deployment;

/// <summary>What a supervisor does to a node that it stops.</summary>
public sealed class TerminatedNodeTests : IAsyncLifetime
{
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(10);

    private readonly TestFolder _folder = TestFolder.Create();
    private Support.Database _database = null!;
    private NpgsqlDataSource _db = null!;
    private ServiceProcess _node = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await Support.Database.Create();
        _db = NpgsqlDataSource.Create(_database.ConnectionString);
        _node = ServiceProcess.Start(
            _folder.Path,
            ("ConnectionStrings__Connectify", _database.ConnectionString),
            ("ASPNETCORE_ENVIRONMENT", "Development"));
        await _node.WaitUntilReady();
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _db.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_node_that_is_told_to_stop_answers_what_is_under_way_and_closes_every_socket_with_1001()
    {
        using var alice = await LogIn("alice");
        using var bob = await LogIn("bob");
        var chat = await alice.StartConversation(with: bob);
        using var ofAlice = await Listen(alice, chat);
        using var ofBob = await Listen(bob, chat);
        await using var held = await HeldChat.Of(_db, chat);
        var sending = alice.Send(chat, "last words", key: "k");
        await held.Waiters();

        var closing = Task.WhenAll(ofAlice.ShouldClose(1001), ofBob.ShouldClose(1001));
        var watch = Stopwatch.StartNew();
        var stopping = _node.Terminate();

        await closing.WaitAsync(TimeSpan.FromSeconds(2), Cancel);
        await held.Release();
        await sending.ShouldBe(Created);
        (await stopping.WaitAsync(InTime, Cancel)).ShouldBe(0);
        watch.Elapsed.ShouldBeLessThan(InTime);
    }

    [Fact]
    public async Task A_node_that_is_told_to_stop_does_not_wait_for_clients_that_do_not_close()
    {
        using var alice = await LogIn("alice");
        using var bob = await LogIn("bob");
        var chat = await alice.StartConversation(with: bob);
        var silent = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Listen(alice, chat)));

        (await _node.Terminate().WaitAsync(InTime, Cancel)).ShouldBe(0);

        foreach (var socket in silent)
        {
            await socket.ShouldClose(1001);
            socket.Dispose();
        }
    }

    private async Task<Person> LogIn(string username)
    {
        var client = new HttpClient { BaseAddress = _node.Address };

        return await Person.From(client, await client.PostAsJsonAsync(
            "/api/accounts/login/", new { username, Password = Person.PasswordOf(username) }, Json.Options, Cancel));
    }

    private async Task<ChatSocket> Listen(Person person, long chat)
    {
        var socket = await ChatSocket.Open(_node.Address, $"/ws/messaging/conversations/{chat}/?token={person.Token}");
        await socket.ShouldBeSilent();

        return socket;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Deployment;

/// <summary>Two real processes of the service, on one database and one folder of files, behind nginx as it is deployed.</summary>
public sealed class BehindNginx : IAsyncLifetime
{
    private readonly TestFolder _folder = TestFolder.Create();
    private Support.Database? _database;
    private NginxServer? _nginx;

    /// <summary>Where nginx serves.</summary>
    internal Uri Address => _nginx!.Address;

    /// <summary>What nginx has written.</summary>
    internal string Logs => _nginx!.Logs;

    internal ServiceProcess First { get; private set; } = null!;

    internal ServiceProcess Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (NginxServer.Missing is not null)
        {
            return;
        }

        _database = await Support.Database.Create();
        First = await StartNode();
        Second = await StartNode();
        _nginx = await NginxServer.Start(First.Address, Second.Address);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in new IAsyncDisposable?[] { _nginx, Second, First, _database })
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        _folder.Dispose();
    }

    /// <summary>A client that comes from an address of this machine.</summary>
    internal HttpClient CreateClient(string from = "127.0.0.1") => new(new SocketsHttpHandler
    {
        ConnectCallback = async (target, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(target.DnsEndPoint, cancel);

            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = Address };

    /// <summary>Somebody of the demo, signed in through nginx.</summary>
    internal async Task<Person> LogIn(string username)
    {
        var client = CreateClient();
        var answer = await client.PostAsJsonAsync(
            "/api/accounts/login/", new { username, Password = Person.PasswordOf(username) }, Json.Options, TestContext.Current.CancellationToken);

        return await Person.From(client, answer);
    }

    /// <summary>The conversation of two; it may have been begun already.</summary>
    internal static async Task<long> Conversation(Person of, Person with)
    {
        var answer = await of.AskForConversation(with);
        var conversation = await answer.Read<System.Text.Json.JsonElement>();

        return conversation.Number(answer.StatusCode == HttpStatusCode.Created ? "id" : "conversation_id");
    }

    /// <summary>A socket through nginx, with one's own token.</summary>
    internal Task<ChatSocket> Listen(Person person, long chat) =>
        ChatSocket.Open(Address, $"/ws/messaging/conversations/{chat}/?token={person.Token}");

    private async Task<ServiceProcess> StartNode()
    {
        var node = ServiceProcess.Start(
            _folder.Path,
            ("ConnectionStrings__Connectify", _database!.ConnectionString),
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Proxies__Trusted", "127.0.0.1"),
            ("Limits__PasswordFailuresPerAddress", "3"));
        await node.WaitUntilReady();

        return node;
    }
}

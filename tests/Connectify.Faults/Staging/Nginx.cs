using System.Text;
using System.Text.RegularExpressions;
using Connectify.Infrastructure.Database;

namespace Connectify.Faults.Staging;

/// <summary>nginx in front of the nodes, with the repository's own configuration.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Template = "deploy/nginx/connectify.conf.template";

    private readonly Executable _server;

    private Nginx(Executable server, int port) => (_server, Port) = (server, port);

    internal int Port { get; }

    /// <summary>Starts it in front of the nodes that listen on these ports.</summary>
    /// <exception cref="MissingProgramException">There is none on this machine.</exception>
    internal static async Task<Nginx> Start(string folder, IReadOnlyList<int> nodes)
    {
        var program = Executable.Find("nginx") ?? throw new MissingProgramException("nginx");
        var port = LoopbackPort.FreeOr(0);
        var own = Path.Combine(folder, "nginx");
        Directory.CreateDirectory(own);
        var site = Path.Combine(own, "connectify.conf");
        await File.WriteAllTextAsync(site, Fill(port, nodes));
        var main = Path.Combine(own, "nginx.conf");
        await File.WriteAllTextAsync(main, Around(own, site));

        var log = Path.Combine(folder, "nginx.log");
        var nginx = new Nginx(Executable.Start([program, "-p", own, "-c", main, "-e", Path.Combine(own, "error.log")], own, log), port);
        await Task.Delay(200);

        return nginx._server.IsAlive
            ? nginx
            : throw new InvalidOperationException($"nginx does not start: {await File.ReadAllTextAsync(log)}");
    }

    // What is in every image of nginx around the site's own part.
    private static string Around(string folder, string site) => $$"""
        daemon off;
        worker_processes 1;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/error.log warn;
        events { worker_connections 4096; }
        http {
            client_body_temp_path {{folder}}/body;
            proxy_temp_path {{folder}}/proxy;
            fastcgi_temp_path {{folder}}/fastcgi;
            uwsgi_temp_path {{folder}}/uwsgi;
            scgi_temp_path {{folder}}/scgi;
            access_log {{folder}}/access.log;
            include {{site}};
        }
        """;

    // As the image's own envsubst does: only what is in the environment is replaced.
    private static string Fill(int port, IReadOnlyList<int> nodes)
    {
        var file = Path.Combine(Publication.Root(), Template);
        var template = File.Exists(file) ? File.ReadAllText(file) : Plain;
        var servers = new StringBuilder();

        foreach (var node in nodes)
        {
            servers.Append($"server 127.0.0.1:{node} max_fails=1 fail_timeout=1s; ");
        }

        var values = new Dictionary<string, string>
        {
            ["CONNECTIFY_PORT"] = $"127.0.0.1:{port}",
            ["CONNECTIFY_NODES"] = servers.ToString(),
        };

        return Regex.Replace(template, @"\$\{(\w+)\}", match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));
    }

    private const string Plain = """
        map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
        upstream connectify { ${CONNECTIFY_NODES} keepalive 32; }
        server {
            listen ${CONNECTIFY_PORT};
            access_log off;
            client_max_body_size 260m;
            location / {
                proxy_pass http://connectify;
                proxy_http_version 1.1;
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $remote_addr;
                proxy_set_header X-Forwarded-Proto $scheme;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection $connection_upgrade;
                proxy_connect_timeout 2s;
                proxy_read_timeout 90s;
                proxy_buffering off;
            }
        }
        """;

    public async ValueTask DisposeAsync()
    {
        await _server.Signal("TERM");
        await _server.Exit();
        await _server.DisposeAsync();
    }
}

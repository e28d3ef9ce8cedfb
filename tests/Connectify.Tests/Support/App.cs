using System.Net;
using Connectify.Infrastructure.Observability;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Connectify.Tests.Support;

/// <summary>
/// The service as it is, on a socket of its own and with a database of its own: the fixture of a test class. Derive
/// from it to give a class other settings, or to have it share what another one has.
/// </summary>
public class App : IAsyncLifetime
{
    private readonly Factory _factory;
    private readonly TestFolder _files = TestFolder.Create();
    private Database? _database;

    public App() => _factory = new Factory(this);

    /// <summary>Where it serves, ending in a slash.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>Its database, for arranging and looking.</summary>
    public NpgsqlDataSource Db { get; private set; } = null!;

    /// <summary>How others reach its database.</summary>
    public string ConnectionString => _database!.ConnectionString;

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>Where it keeps files.</summary>
    public string Files => Beside?.Files ?? _files.Path;

    /// <summary>The service whose database and files it has, where it is not the only node.</summary>
    protected virtual App? Beside => null;

    /// <summary>Settings beyond the usual, and over them; keys as in <c>Limits:PageSize</c>.</summary>
    protected virtual IEnumerable<(string Key, string Value)> Settings => [];

    /// <summary>The clock of the service, where a test moves it.</summary>
    protected virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>A client of one's own; it follows no redirects and keeps no cookies.</summary>
    public HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = BaseAddress };

    /// <summary>The keys of the files that its store holds.</summary>
    public virtual Task<IReadOnlyList<string>> StoredKeys() => Task.FromResult<IReadOnlyList<string>>(
        [.. Directory.EnumerateFiles(Path.Combine(Files, "files"), "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))]);

    /// <summary>Takes its database away while it runs.</summary>
    public ValueTask DropDatabase() => _database!.DisposeAsync();

    public virtual async ValueTask InitializeAsync()
    {
        _database = Beside?._database ?? await Database.Create();
        Db = NpgsqlDataSource.Create(_database.ConnectionString);
        // Not by its port: the factory would set that while the service starts already.
        _factory.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _factory.StartServer();
        BaseAddress = new Uri(_factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await Db.DisposeAsync();

        if (Beside is null)
        {
            await _database!.DisposeAsync();
        }

        _files.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>How the service reaches its database, where something stands between them.</summary>
    protected virtual string Reach(string connectionString) => connectionString;

    /// <summary>Changes the service beyond its settings.</summary>
    protected virtual void Configure(IWebHostBuilder host)
    {
    }

    private sealed class Factory(App app) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("ConnectionStrings:Connectify", app.Reach(app._database!.ConnectionString));
            builder.UseSetting("Attachments:Folder", app.Files);
            builder.UseSetting("Jwt:SigningKey", "a key of the tests, which is long enough");

            // Tests make many accounts, and all from one address.
            builder.UseSetting("Limits:RegistrationsPerMinute", "1000000");

            foreach (var (key, value) in app.Settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(LogWatch.Provider));
            builder.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton(app.Clock));

                // Hashing is slow on purpose.
                services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1);

                if (services.SingleOrDefault(service => service.ImplementationType == typeof(Banner)) is { } banner)
                {
                    services.Remove(banner);
                }
            });
            app.Configure(builder);
        }
    }
}

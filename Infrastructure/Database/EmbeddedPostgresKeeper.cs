namespace Connectify.Infrastructure.Database;

/// <summary>Keeps the private PostgreSQL running while the service runs.</summary>
internal sealed class EmbeddedPostgresKeeper(EmbeddedPostgres postgres) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => postgres.Keep(stoppingToken);
}

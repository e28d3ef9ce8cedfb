using Connectify.Infrastructure;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Realtime;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;

namespace Connectify.Features.Administration;

/// <summary>
/// Tries what the service needs as the service would, and says what was found; null where the settings name none.
/// </summary>
/// <remarks>All throw <see cref="CannotStartException"/> where it cannot be used, with a line without secrets.</remarks>
internal static class Look
{
    /// <summary>Whether it answers, is migrated, and keeps what it acknowledges.</summary>
    internal static async Task<string?> AtDatabase(WebApplication app, CancellationToken cancel)
    {
        await app.FindDatabase(cancel);
        var db = app.Services.GetRequiredService<NpgsqlDataSource>();

        try
        {
            var version = await DatabaseStart.Setting(db, "server_version", cancel);
            var schema = await Migrator.Version(db, cancel);
            var found = $"PostgreSQL {version}, {DatabaseStart.Place(db)}, migrated to {schema ?? "nothing"}";

            if (!await Migrator.IsCurrent(db, cancel))
            {
                throw new CannotStartException($"{found}, which is not all: start the service, or give the command migrate");
            }

            return await DatabaseStart.Forgetful(db, cancel) is var (synchronousCommit, fsync)
                ? throw new CannotStartException($"{found}, but it loses data: synchronous_commit={synchronousCommit}, fsync={fsync}")
                : found;
        }
        catch (Exception e) when (e is DatabaseUnavailableException or NpgsqlException)
        {
            throw DatabaseStart.Unusable(db, e);
        }
    }

    /// <summary>Whether it answers.</summary>
    internal static async Task<string?> AtRedis(WebApplication app, CancellationToken cancel)
    {
        if (app.Services.GetRequiredService<BackplaneOptions>().Redis is not { } settings)
        {
            return null;
        }

        var once = settings.Clone();
        once.AbortOnConnectFail = true;
        var place = string.Join(',', once.EndPoints.Select(end => end.ToString()!.Replace("Unspecified/", "")));

        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(once).WaitAsync(cancel);
            await redis.GetDatabase().PingAsync().WaitAsync(cancel);

            return $"Redis {redis.GetServers()[0].Version}, {place}";
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            var why = e is RedisConnectionException failed ? $"{failed.FailureType}" : e.GetType().Name;

            throw new CannotStartException($"{BackplaneOptions.Key}: {place} does not answer ({why}); nodes hear of each other late", e);
        }
    }

    /// <summary>Whether a file can be put there, and removed.</summary>
    internal static async Task<string?> AtFiles(WebApplication app, CancellationToken cancel)
    {
        var options = app.Services.GetRequiredService<IOptions<AttachmentsOptions>>().Value;
        var place = options.S3.IsNamed
            ? $"the bucket {options.S3.Bucket} at {options.S3.Address!.Authority}"
            : $"the folder {Path.GetFullPath(options.Folder, app.Environment.ContentRootPath)}";
        var (staging, store) = (app.Services.GetRequiredService<Staging>(), app.Services.GetRequiredService<FileStore>());
        staging.Start();
        await store.Start(app.Logger, cancel);
        var (key, path) = (FileStore.NewKey(), staging.NewPath());

        try
        {
            await Disk.Create(path).DisposeAsync();
            await store.Put(key, path, cancel);
            await store.Remove(key, cancel);

            return place;
        }
        catch (StoreUnavailableException e)
        {
            throw new CannotStartException($"{place}: {e.Message}", e);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

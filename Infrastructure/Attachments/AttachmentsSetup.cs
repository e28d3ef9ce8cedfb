using Connectify.Infrastructure.Http;
using Microsoft.Extensions.Options;

namespace Connectify.Infrastructure.Attachments;

/// <summary>What keeps files, serves them, and removes them.</summary>
internal static class AttachmentsSetup
{
    internal static WebApplicationBuilder AddAttachments(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<AttachmentsOptions>, Bucket>();
        builder.AddSettings<AttachmentsOptions>(AttachmentsOptions.Section);
        builder.Services.AddSingleton<FileStore>(services => Create(
            services.GetRequiredService<IOptions<AttachmentsOptions>>().Value, builder.Environment.ContentRootPath));
        builder.Services.AddSingleton<Staging>();
        builder.Services.AddSingleton<FormReader>();
        builder.Services.AddSingleton<Pictures>();
        builder.Services.AddSingleton<LooseFiles>();
        builder.Services.AddSingleton<Uploads>();
        builder.Services.AddSingleton<SignedUrls>();
        builder.Services.AddSingleton<Sweeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Sweeper>());

        return builder;
    }

    /// <exception cref="CannotStartException">The folder cannot be used, or there is no such bucket.</exception>
    internal static async Task StartAttachments(this WebApplication app)
    {
        app.Services.GetRequiredService<Staging>().Start();
        await app.Services.GetRequiredService<FileStore>().Start(Log(app), app.Lifetime.ApplicationStopping);
    }

    /// <summary>Loads what looks at images.</summary>
    internal static void StartPictures(this WebApplication app) => Pictures.Start(Log(app));

    private static ILogger Log(WebApplication app) =>
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(AttachmentsSetup));

    private static FileStore Create(AttachmentsOptions options, string contentRoot) =>
        options.S3.IsNamed ? new BucketStore(options.S3) : new FolderStore(Path.Combine(contentRoot, options.Folder));

    private sealed class Bucket : IValidateOptions<AttachmentsOptions>
    {
        public ValidateOptionsResult Validate(string? name, AttachmentsOptions options) =>
            options.S3.Fault is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
    }
}

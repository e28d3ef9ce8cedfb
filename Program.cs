using Carter;
using Connectify.Features;
using Connectify.Features.Accounts;
using Connectify.Features.Administration;
using Connectify.Features.Blocks;
using Connectify.Features.Conversations;
using Connectify.Features.GroupChats;
using Connectify.Features.Messages;
using Connectify.Features.Playground;
using Connectify.Features.Realtime;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.CommandLine;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Http.AsyncApi;
using Connectify.Infrastructure.Http.OpenApi;
using Connectify.Infrastructure.Observability;
using Connectify.Infrastructure.Realtime;

if (args is [HealthProbe.Verb])
{
    return await HealthProbe.Run();
}

if (Arguments.AreCommand(args))
{
    return await AdministrationCommands.Run(args, Build, Terminal.Own);
}

static WebApplication Build(string[] args)
{
    var builder = WebApplication.CreateBuilder(args);

    builder.AddLogs();
    builder.AddTelemetry();
    builder.AddKestrel();
    builder.AddHttp();
    builder.AddOpenApi(typeof(Refusals), nameof(Refusals.AwaitingActivation));
    builder.AddDatabase();
    builder.AddJwtAuthentication();
    builder.AddAttachments();
    builder.AddAccounts();
    builder.AddMessages();
    builder.AddConversations();
    builder.AddGroupChats();
    builder.AddRealtime();
    builder.AddPlayground();
    builder.AddHealth();
    builder.AddBanner();
    builder.Services.AddCarter(configurator: carter => carter
        .WithModule<AccountsModule>()
        .WithModule<BlocksModule>()
        .WithModule<ConversationsModule>()
        .WithModule<GroupChatsModule>()
        .WithModule<MessagesModule>()
        .WithModule<RealtimeModule>()
        .WithEmptyValidators()
        .WithEmptyResponseNegotiators());

    return builder.Build();
}

try
{
    await using var app = Build(args);

    // What needs no database is made ready while it is asked.
    var database = Task.Run(app.StartDatabase);

    app.UseOpenings();
    app.UseTraceIds();
    app.UseHttp();
    app.UseAdmission();
    app.UseAuthentication();
    app.UseAuthorization();
    app.MapOnce(routes =>
    {
        routes.MapHealth();
        routes.MapOpenApiPages();
        routes.MapAsyncApiPages();
        routes.MapPlayground();
        routes.MapGroup("").ValidateBodies().MapCarter();
    });

    app.BuildRoutes();
    app.StartPictures();

    await database;
    await app.StartAttachments();
    await app.BootstrapAccounts();
    await app.RunAsync();

    return 0;
}
catch (Exception e) when (StartFailure.Explain(e) is { } line)
{
    await Console.Error.WriteLineAsync(line);

    return 1;
}

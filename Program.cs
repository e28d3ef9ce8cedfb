using Connectify.Features;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Http.OpenApi;
using Connectify.Infrastructure.Observability;

if (args is [HealthProbe.Verb])
{
    return await HealthProbe.Run();
}

try
{
    var builder = WebApplication.CreateBuilder(args);

    builder.AddLogs();
    builder.AddKestrel();
    builder.AddHttp();
    builder.AddOpenApi(typeof(Refusals), nameof(Refusals.AwaitingActivation));
    builder.AddDatabase();
    builder.AddHealth();
    builder.AddBanner();

    await using var app = builder.Build();

    app.UseHttp();
    app.MapHealth();
    app.MapOpenApiPages();

    await app.StartDatabase();
    await app.RunAsync();

    return 0;
}
catch (Exception e) when (StartFailure.Explain(e) is { } line)
{
    await Console.Error.WriteLineAsync(line);

    return 1;
}

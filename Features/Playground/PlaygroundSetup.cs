using Connectify.Infrastructure;
using Connectify.Infrastructure.Http;
using Microsoft.Extensions.Options;

namespace Connectify.Features.Playground;

/// <summary>The page to chat in: <c>/</c>, and what it is made of below <c>/playground</c>.</summary>
internal static class PlaygroundSetup
{
    private const string Files = $"/playground/{{**{ShowPage.Parameter}:minlength(1)}}";

    internal static WebApplicationBuilder AddPlayground(this WebApplicationBuilder builder)
    {
        builder.AddSettings<PlaygroundOptions>(PlaygroundOptions.Section);
        builder.Services.AddSingleton<PageFiles>();

        return builder;
    }

    /// <summary>Where it is off, there is nothing at its addresses.</summary>
    internal static IEndpointRouteBuilder MapPlayground(this IEndpointRouteBuilder routes)
    {
        if (!IsOn(routes.ServiceProvider))
        {
            return routes;
        }

        var page = routes.MapGroup("").ExcludeFromDescription();

        page.MapGet("/", ShowPage.Handle);
        page.MapMethods("/", Spellings.Head, ShowPage.Handle);
        page.MapGet(Files, ShowPage.Handle);
        page.MapMethods(Files, Spellings.Head, ShowPage.Handle);

        return routes;
    }

    private static bool IsOn(IServiceProvider services) =>
        services.GetRequiredService<IOptions<PlaygroundOptions>>().Value.Enabled
            ?? services.GetRequiredService<IHostEnvironment>().IsDevelopment();
}

namespace Connectify.Infrastructure.Http;

/// <summary>
/// Routes that are built once. Authorization and routing each ask for all of them, and a group builds its own anew for
/// each who asks.
/// </summary>
internal sealed class Routes(IEndpointRouteBuilder app) : IEndpointRouteBuilder
{
    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IServiceProvider ServiceProvider => app.ServiceProvider;

    public IApplicationBuilder CreateApplicationBuilder() => app.CreateApplicationBuilder();
}

internal static class RoutesSetup
{
    /// <summary>Maps all routes of the service.</summary>
    internal static WebApplication MapOnce(this WebApplication app, Action<IEndpointRouteBuilder> map)
    {
        var routes = new Routes(app);
        map(routes);
        ((IEndpointRouteBuilder)app).DataSources.Add(new CompositeEndpointDataSource(routes.DataSources));

        return app;
    }

    /// <summary>Builds them, which the first who asks would have to wait for.</summary>
    internal static void BuildRoutes(this WebApplication app)
    {
        foreach (var routes in ((IEndpointRouteBuilder)app).DataSources)
        {
            _ = routes.Endpoints;
        }
    }
}

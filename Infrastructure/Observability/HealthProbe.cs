namespace Connectify.Infrastructure.Observability;

/// <summary>
/// Asks the service that runs beside it, by the same settings, whether it is ready: <c>dotnet Connectify.dll
/// healthcheck</c>, for images without a shell.
/// </summary>
internal static class HealthProbe
{
    internal const string Verb = "healthcheck";

    /// <summary>0 when it is ready, 1 when it is not or does not answer within three seconds.</summary>
    internal static async Task<int> Run()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };

        try
        {
            using var answer = await client.GetAsync(new Uri(Address, "/health/ready"));

            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return 1;
        }
    }

    private static Uri Address
    {
        get
        {
            var urls = Environment.GetEnvironmentVariable("ASPNETCORE_URLS");
            var ports = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS");
            var url = First(urls) ?? (First(ports) is { } port ? $"http://localhost:{port}" : "http://localhost:5080");

            return new UriBuilder(url.Replace("//+", "//localhost").Replace("//*", "//localhost")
                .Replace("//0.0.0.0", "//127.0.0.1").Replace("//[::]", "//[::1]")).Uri;
        }
    }

    private static string? First(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
}

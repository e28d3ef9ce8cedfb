using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Connectify.Benchmarks.Floors;

/// <summary>
/// What the service is compared with, as a process of its own: <c>floor PORT</c> broadcasts and stores nothing, <c>floor
/// PORT DATABASE</c> stores too. Neither asks who anybody is, or checks anything.
/// </summary>
internal static class FloorVerb
{
    internal const string Name = "floor";

    /// <summary>Where it answers as soon as it serves.</summary>
    internal const string Health = "/health";

    internal static async Task<int> Run(IReadOnlyList<string> args)
    {
        if (args.Count is not (1 or 2) || !ushort.TryParse(args[0], CultureInfo.InvariantCulture, out var port))
        {
            await Console.Error.WriteLineAsync($"{Name} takes a port, and the address of a database where it is to store.");

            return 2;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");

        await using var app = builder.Build();
        app.UseWebSockets();
        app.MapGet(Health, () => "ok");

        if (args.Count == 1)
        {
            app.MapBroadcast();
        }
        else
        {
            await app.MapStore(args[1]);
        }

        await app.RunAsync();

        return 0;
    }
}

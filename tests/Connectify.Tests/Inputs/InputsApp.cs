using Connectify.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Connectify.Tests.Inputs;

/// <summary>The service with no limit in the way of many requests, and with an eye on its log.</summary>
public sealed class InputsApp : App
{
    private const string Plenty = "1000000";

    internal WatchfulLog Log { get; } = new();

    // Off, as where the service is deployed: nothing but the API is there.
    protected override IEnumerable<(string Key, string Value)> Settings =>
    [
        ("Playground:Enabled", "false"),
        .. from limit in new[]
        {
            "MessagesPerSecond", "MessageBurst", "FramesPerSecond", "FrameBurst", "SocketsPerUser",
            "PasswordFailures", "PasswordFailuresPerAccount", "PasswordFailuresPerAddress",
        }
           select ($"Limits:{limit}", Plenty),
    ];

    protected override void Configure(IWebHostBuilder host) => host.ConfigureLogging(logging => logging.AddProvider(Log));
}

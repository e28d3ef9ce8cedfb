using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Connectify.Infrastructure;

/// <summary>Says in one line what keeps the service from starting.</summary>
internal static partial class StartFailure
{
    /// <summary>The line, without secrets; null for a fault of ours, whose stack trace is wanted.</summary>
    internal static string? Explain(Exception failure) => Reason(failure)?.ReplaceLineEndings(" ");

    private static string? Reason(Exception failure) => failure switch
    {
        CannotStartException => failure.Message,
        OperationCanceledException => "Stopped before it had started.",
        OptionsValidationException bad => string.Join("; ", bad.Failures),
        AggregateException several => Reason(several.InnerExceptions[0]),

        // "Failed to convert configuration value 'abc' at 'Realtime:HeartbeatInterval' to type 'System.TimeSpan'."
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => failure.Message,

        // A settings file that is no JSON.
        InvalidDataException => $"{failure.Message} {failure.InnerException?.Message}",

        IOException { InnerException: AddressInUseException } =>
            $"{Address(failure)} is in use: stop what serves there, or move this with ASPNETCORE_URLS=http://localhost:5081.",
        SocketException => $"{Urls} cannot be served on: {failure.Message}",

        // A folder that cannot be written to, a disk that is full.
        IOException or UnauthorizedAccessException => failure.Message,
        _ => null,
    };

    private static string Address(Exception failure) =>
        AddressInText().Match(failure.Message).Value.Replace("127.0.0.1", "localhost").Replace("[::1]", "localhost");

    private static string Urls => Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? "The address";

    // "Failed to bind to address http://127.0.0.1:5080: address already in use."
    [GeneratedRegex(@"https?://\S+(?=:)")]
    private static partial Regex AddressInText();
}

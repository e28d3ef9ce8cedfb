namespace Connectify.Infrastructure.Observability;

/// <summary>What is logged; where and how stands in the settings.</summary>
internal static class LogSetup
{
    internal static WebApplicationBuilder AddLogs(this WebApplicationBuilder builder)
    {
        // It logs whole URLs, and sockets have their token in theirs; and as long as it may log anything, each request has
        // an activity and scopes, which sockets would keep. Who listens to activities gets them all the same.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // Authentication brings it along and it worries about its keys, but nothing here is protected by it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // What stops the start is one line on stderr (StartFailure), not this one's stack trace above it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level is LogLevel.Warning or LogLevel.Critical);

        // Each line that is written for a request or a trace says which.
        builder.Logging.Configure(logging =>
            logging.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);

        return builder;
    }

    /// <summary>Greets developers.</summary>
    internal static WebApplicationBuilder AddBanner(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
        {
            builder.Services.AddHostedService<Banner>();
        }

        return builder;
    }
}

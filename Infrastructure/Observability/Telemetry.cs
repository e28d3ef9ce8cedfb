using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Connectify.Infrastructure.Observability;

/// <summary>
/// What the service tells about itself, to whoever listens; where nobody does, it costs nothing. What is told never names a
/// user, a chat or a text.
/// </summary>
internal static class Telemetry
{
    /// <summary>What its meter and its source of traces are called.</summary>
    internal const string Name = "Connectify";

    /// <summary>Where its traces come from.</summary>
    internal static readonly ActivitySource Traces = new(Name);

    /// <summary>The meter of this service; whoever asks gets the same one.</summary>
    internal static Meter OfService(this IMeterFactory meters) => meters.Create(Name);

    /// <summary>Adds what counts, and begins at zero.</summary>
    internal static void AddCounters<T>(this IServiceCollection services)
        where T : class, IBeginsAtZero =>
        services.AddSingleton<T>().AddSingleton<IBeginsAtZero>(provider => provider.GetRequiredService<T>());

    /// <summary>An instrument for times that are a few milliseconds on a good day, and seconds on a bad one.</summary>
    internal static Histogram<double> CreateTimes(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        });

    /// <summary>What something is measured by.</summary>
    internal static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}

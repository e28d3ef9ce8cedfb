using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Connectify.Infrastructure.Observability;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Support;

/// <summary>One measurement of an instrument.</summary>
internal sealed record Measurement(string Name, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    /// <summary>What it is measured by, or null.</summary>
    internal string? this[string tag] => Tags.GetValueOrDefault(tag)?.ToString();
}

/// <summary>What a service measures from now on, and no other one of the same process.</summary>
internal sealed class Measured : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measurement> _all = new();
    private readonly SemaphoreSlim _more = new(0);

    private Measured(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name && instrument.Meter.Scope == meters)
            {
                Instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    internal ConcurrentBag<Instrument> Instruments { get; } = [];

    internal static Measured Of(App app) => Of(app.Services.GetRequiredService<IMeterFactory>());

    internal static Measured Of(IMeterFactory meters) => new(meters);

    /// <summary>All measurements of an instrument so far; of one that is observed, with the present ones.</summary>
    internal IReadOnlyList<Measurement> All(string name)
    {
        _listener.RecordObservableInstruments();

        return [.. _all.Where(one => one.Name == name)];
    }

    /// <summary>What an instrument shows now, that is observed.</summary>
    internal double Now(string name, string? tag = null, string? value = null) =>
        All(name).Last(one => tag is null || one[tag] == value).Value;

    /// <summary>The first measurement of an instrument that has come or comes.</summary>
    internal async Task<Measurement> First(string name, Func<Measurement, bool>? isMeant = null)
    {
        while (true)
        {
            if (_all.FirstOrDefault(one => one.Name == name && (isMeant is null || isMeant(one))) is { } found)
            {
                return found;
            }

            (await _more.WaitAsync(Patience, TestContext.Current.CancellationToken)).ShouldBeTrue($"{name} was not measured: {string.Join(", ", _all)}");
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _more.Dispose();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _all.Enqueue(new Measurement(instrument.Name, value, tags.ToArray().ToDictionary()));

        try
        {
            _more.Release();
        }
        catch (ObjectDisposedException)
        {
            // Somebody measures still, and nobody wants to know.
        }
    }
}

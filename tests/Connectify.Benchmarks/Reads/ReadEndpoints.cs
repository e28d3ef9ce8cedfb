using System.Globalization;
using Connectify.Benchmarks.Reporting;

namespace Connectify.Benchmarks.Reads;

/// <summary>
/// How long reading takes with many messages stored, compared with few: the service runs on a database of each size at
/// once, and requests alternate between them, so that all see the same machine.
/// </summary>
internal sealed class ReadEndpoints : IDisposable
{
    private const double Target = 1.3;
    private const int Requests = 200;
    private const int WarmUp = 100;

    // Answers that differ by more are of different things.
    private const double SizeTolerance = 1.05;

    private readonly IReadOnlyList<FilledService> _services;
    private readonly IReadOnlyList<Measured> _measured = [.. ReadEndpoint.All.Select(endpoint => new Measured(endpoint))];

    /// <param name="services">The smallest first, the largest last; two or more.</param>
    internal ReadEndpoints(IReadOnlyList<FilledService> services) => _services = services;

    /// <summary>A ratio for each endpoint: the largest to the smallest.</summary>
    internal IReadOnlyList<Figure> Figures => [.. _measured.Select(ToFigure)];

    /// <summary>The time of each endpoint against the messages stored.</summary>
    internal Plot Plot => new(
        "reads",
        "Reading, against what is stored",
        "messages stored",
        "p50, ms",
        [.. _measured.Select(measured => new Curve(measured.Endpoint.Name, [.. _services.Select((service, i) => Point(measured, i))]))])
    {
        IsLogX = true,
    };

    /// <summary>Fills a database of each size and has it served.</summary>
    internal static async Task<ReadEndpoints> Open(
        ReadStage stage, IEnumerable<int> sizes, Action<string> tell, CancellationToken cancel)
    {
        var services = new List<FilledService>();

        foreach (var size in sizes.Order())
        {
            services.Add(await FilledService.Open(stage, DataShape.Of(size), tell, cancel));
        }

        return new ReadEndpoints(services);
    }

    /// <summary>Asks everything often enough for the service to have compiled it and the database to have planned it.</summary>
    internal async Task Warm(CancellationToken cancel)
    {
        foreach (var measured in _measured)
        {
            await Alternate(measured, WarmUp, (_, _, _) => { }, cancel);
        }
    }

    /// <summary>Measures every endpoint once.</summary>
    internal async Task Round(Action<string> tell, CancellationToken cancel)
    {
        foreach (var measured in _measured)
        {
            tell($"reading: {measured.Endpoint.Name}");
            var times = _services.Select(_ => new List<double>()).ToList();
            var bytes = _services.Select(_ => new List<double>()).ToList();

            if (await Alternate(measured, Requests, Note, cancel))
            {
                measured.Rounds.Add([.. times.Select(Middle)]);
                measured.Bytes.Add([.. bytes.Select(Middle)]);
            }

            void Note(int service, TimeSpan took, int length)
            {
                times[service].Add(took.TotalMilliseconds);
                bytes[service].Add(length);
            }
        }
    }

    public void Dispose()
    {
        foreach (var service in _services)
        {
            service.Dispose();
        }
    }

    // False where an answer was no success: then there is no figure, whatever the others say.
    private async Task<bool> Alternate(
        Measured measured, int requests, Action<int, TimeSpan, int> note, CancellationToken cancel)
    {
        try
        {
            foreach (var service in _services)
            {
                await service.Begin(cancel);
            }

            for (var i = 0; i < requests; i++, measured.Asked++)
            {
                await AskEach(measured, i % 2 == 0, note, cancel);
            }

            return true;
        }
        catch (HttpRequestException e)
        {
            measured.Failure = e.Message;

            return false;
        }
    }

    // Now in one direction and now in the other: none of them always follows the same one.
    private async Task AskEach(Measured measured, bool isForth, Action<int, TimeSpan, int> note, CancellationToken cancel)
    {
        for (var i = 0; i < _services.Count; i++)
        {
            var at = isForth ? i : _services.Count - 1 - i;
            var (took, bytes) = await _services[at].Ask(measured.Endpoint.Request(_services[at], measured.Asked), cancel);
            note(at, took, bytes);
        }
    }

    private Figure ToFigure(Measured measured) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{measured.Endpoint.Name}, p50 with {_services[^1].Shape.Messages:n0} messages / with {_services[0].Shape.Messages:n0}"),
        Target,
        IsAtMost: true,
        [.. measured.Rounds.Select(round => round[^1] / round[0])])
    {
        Details =
        [
            .. measured.Rounds.Select(round => string.Create(CultureInfo.InvariantCulture, $"{round[^1]:0.00} ms of {round[0]:0.00} ms")),
        ],
        Flaw = measured.Failure ?? Difference(measured),
    };

    private static string? Difference(Measured measured) =>
        measured.Bytes.Find(bytes => bytes.Max() > bytes.Min() * SizeTolerance) is { } differing
            ? string.Create(CultureInfo.InvariantCulture, $"the answers differ in size: {differing[^1]:n0} and {differing[0]:n0} bytes")
            : null;

    private (double X, double Y) Point(Measured measured, int service) =>
        (_services[service].Shape.Messages, Middle(measured.Rounds.Select(round => round[service])));

    private static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];

        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>What has been measured of an endpoint: for each round the p50 of each service, and the bytes of its answers.</summary>
    private sealed record Measured(ReadEndpoint Endpoint)
    {
        internal int Asked { get; set; }

        /// <summary>The answer that was no success; null where there was none.</summary>
        internal string? Failure { get; set; }

        internal List<double[]> Rounds { get; } = [];

        internal List<double[]> Bytes { get; } = [];
    }
}

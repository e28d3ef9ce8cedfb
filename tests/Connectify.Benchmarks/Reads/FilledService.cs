using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;

namespace Connectify.Benchmarks.Reads;

/// <summary>The published service on a filled database, and one connection to it, on which the reader asks.</summary>
internal sealed class FilledService : IDisposable
{
    /// <summary>How many places in the middle of the large chat are asked for in turn.</summary>
    private const int Places = 50;

    /// <summary>Of the newest messages of the large chat so many are unread, and are read one after the other.</summary>
    private const int Backlog = 2000;

    private const int Tries = 5;

    private const string IdsSql = """
        -- Reads.Ids
        SELECT e.id FROM unnest(@Positions) WITH ORDINALITY AS asked (position, place)
          JOIN messages e ON e.chat_id = @LargeChat AND e.position = asked.position
         ORDER BY asked.place
        """;

    // Who had read everything when it was filled, and goes on so.
    private const string OthersSql = """
        -- Reads.Others
        SELECT user_id FROM chat_members WHERE chat_id = @LargeChat AND read_through >= ALL (@Positions)
        """;

    private readonly HttpClient _http;
    private readonly IReadOnlyList<AuthenticationHeaderValue> _others;

    private long _newest;

    private FilledService(DataShape shape, HttpClient http, IReadOnlyList<AuthenticationHeaderValue> others) =>
        (Shape, _http, _others) = (shape, http, others);

    internal DataShape Shape { get; }

    /// <summary>Messages spread over the middle half of the large chat.</summary>
    internal required long[] Middle { get; init; }

    /// <summary>Messages of others beside <see cref="Middle"/>, plain ones.</summary>
    internal required long[] Single { get; init; }

    /// <summary>The newest messages of the large chat, oldest first.</summary>
    internal required long[] Unread { get; init; }

    /// <summary>The page of the large chat with its oldest messages that is full.</summary>
    internal long DeepestPage { get; private set; }

    /// <summary>Fills a database and has it served.</summary>
    internal static async Task<FilledService> Open(
        ReadStage stage, DataShape shape, Action<string> tell, CancellationToken cancel)
    {
        var database = await stage.CreateDatabase($"reads_{shape.Messages}", cancel);
        await new Filler(database, tell).Fill(shape, cancel);

        return await Open(stage, database, shape, cancel);
    }

    /// <summary>Has a database served that is filled.</summary>
    internal static async Task<FilledService> Open(
        ReadStage stage, string database, DataShape shape, CancellationToken cancel)
    {
        var (length, step) = ((long)shape.LargeLength, shape.LargeLength / 2 / Places);
        var middle = Enumerable.Range(0, Places).Select(i => (length / 4) + ((long)i * step)).ToList();
        var unread = Enumerable.Range(1 - Backlog, Backlog).Select(i => length + i);
        var address = await stage.Serve(database, cancel);
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseCookies = false, UseProxy = false };
        var http = new HttpClient(handler) { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = Bearer(KnownIds.Reader);
        var others = await Numbers(database, OthersSql, [length], cancel);

        return new FilledService(shape, http, [.. others.Select(Bearer)])
        {
            Middle = await Numbers(database, IdsSql, middle, cancel),
            Single = await Numbers(database, IdsSql, middle.Select(position => position + 9), cancel),
            Unread = await Numbers(database, IdsSql, unread, cancel),
        };

        AuthenticationHeaderValue Bearer(long user) => new("Bearer", stage.Token(user, user));
    }

    /// <summary>Looks how many messages there are by now, and lets others read them, so that the newest are always read by some.</summary>
    internal async Task Begin(CancellationToken cancel)
    {
        await using var answer = await _http.GetStreamAsync(ReadEndpoint.FirstPage, cancel);
        using var page = await JsonDocument.ParseAsync(answer, cancellationToken: cancel);
        DeepestPage = page.RootElement.GetProperty("count").GetInt64() / ReadEndpoint.PageSize;
        var newest = page.RootElement.GetProperty("results")[0].GetProperty("id").GetInt64();

        if (newest == _newest)
        {
            return;
        }

        foreach (var other in _others)
        {
            await ReadAlong(newest, other, cancel);
        }

        _newest = newest;
    }

    /// <summary>Asks, and answers how long that took and how many bytes came.</summary>
    /// <exception cref="HttpRequestException">The answer is no success.</exception>
    internal async Task<(TimeSpan Took, int Bytes)> Ask(HttpRequestMessage request, CancellationToken cancel)
    {
        using (request)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await _http.SendAsync(request, cancel);
            var took = Stopwatch.GetElapsedTime(start);
            var body = await answer.Content.ReadAsByteArrayAsync(cancel);

            return answer.IsSuccessStatusCode
                ? (took, body.Length)
                : throw new HttpRequestException($"with {Shape.Messages} messages {request.RequestUri?.AbsolutePath} answered {(int)answer.StatusCode}");
        }
    }

    public void Dispose() => _http.Dispose();

    // Nothing is measured yet, and what reading costs is measured elsewhere: it may take more than one try.
    private async Task ReadAlong(long newest, AuthenticationHeaderValue other, CancellationToken cancel)
    {
        for (var left = Tries; ; left--)
        {
            var reading = ReadEndpoint.ReadUpTo(newest);
            reading.Headers.Authorization = other;

            try
            {
                await Ask(reading, cancel);

                return;
            }
            catch (HttpRequestException) when (left > 1)
            {
                // Another try.
            }
        }
    }

    private static async Task<long[]> Numbers(
        string database, string sql, IEnumerable<long> positions, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("LargeChat", KnownIds.LargeChat);
        command.Parameters.AddWithValue("Positions", positions.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var numbers = new List<long>();

        while (await reader.ReadAsync(cancel))
        {
            numbers.Add(reader.GetInt64(0));
        }

        return [.. numbers];
    }
}

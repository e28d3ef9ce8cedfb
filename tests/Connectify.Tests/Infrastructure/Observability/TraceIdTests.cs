using System.Net;
using System.Text.Json;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>Lines of the log say which request they are about, also where no traces go out.</summary>
public sealed class TraceIdTests(TraceIdTests.Broken app) : IClassFixture<TraceIdTests.Broken>
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task A_fault_has_the_trace_of_its_caller_in_the_log_and_in_the_answer()
    {
        var answer = await Fail($"00-{Trace}-00f067aa0ba902b7-01");

        answer.ShouldContain(Trace);
        (await TraceOfLine(Trace)).ShouldBe(Trace);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-00")]
    public async Task Without_a_caller_that_has_one_it_gets_a_new_one(string? traceparent)
    {
        var trace = (await Fail(traceparent)).Split('-')[1];

        trace.Length.ShouldBe(32);
        (await TraceOfLine(trace)).ShouldBe(trace);
    }

    private async Task<string> Fail(string? traceparent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ChatVerbs.ConversationsPath);

        if (traceparent is not null)
        {
            request.Headers.TryAddWithoutValidation("traceparent", traceparent);
        }

        using var answer = await app.Alice.Ask(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var problem = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        return JsonSerializer.Deserialize<JsonElement>(problem).GetProperty("trace_id").GetString()!;
    }

    private async Task<string?> TraceOfLine(string trace)
    {
        var line = JsonSerializer.Deserialize<JsonElement>(await app.Process.Line(trace));

        return line.GetProperty("Scopes").EnumerateArray()
            .Where(scope => scope.ValueKind == JsonValueKind.Object && scope.TryGetProperty("TraceId", out _))
            .Select(scope => scope.GetProperty("TraceId").GetString())
            .ShouldHaveSingleItem();
    }

    /// <summary>A service that has lost a table, which nobody foresees.</summary>
    public sealed class Broken : RemoteApp
    {
        internal Person Alice { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Alice = await Register("alice");
            await using var db = Npgsql.NpgsqlDataSource.Create(Database.ConnectionString);
            await using var command = db.CreateCommand("DROP TABLE chat_members CASCADE");
            await command.ExecuteNonQueryAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            Alice.Dispose();
            await base.DisposeAsync();
        }
    }
}

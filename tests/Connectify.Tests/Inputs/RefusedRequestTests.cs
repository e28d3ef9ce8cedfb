using Connectify.Infrastructure.Attachments;
using Connectify.Tests.Support;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Inputs;

/// <summary>A request that is refused leaves no trace in any table.</summary>
public sealed class RefusedRequestTests(InputsApp app) : IClassFixture<InputsApp>
{
    private const int Count = 300;

    [Fact]
    public async Task What_is_refused_changes_nothing()
    {
        using var world = await World.Create(app);
        using var wire = new Wire(app.BaseAddress);
        var sweeper = app.Services.GetRequiredService<Sweeper>();
        await sweeper.Sweep(TestContext.Current.CancellationToken);
        var tables = await Tables();
        var before = await app.Value<string>(tables);
        var refused = 0;

        await new Requests(app, world).Any.SampleAsync(
            async attempt =>
            {
                var answer = (await wire.Send(attempt.Bytes(world.Tokens[attempt.Caller]), attempt.Method == "HEAD")).ShouldNotBeNull();
                var after = await app.Value<string>(tables);

                if (answer.Status >= 400)
                {
                    after.ShouldBe(before, $"{answer}");
                    refused++;

                    return;
                }

                // What has to be swept away now is, and not in the middle of the next one.
                await sweeper.Sweep(TestContext.Current.CancellationToken);
                before = await app.Value<string>(tables);
            },
            iter: Count,
            threads: 1,
            print: attempt => attempt.ToString());

        refused.ShouldBeGreaterThan(Count / 4);
    }

    // One statement over all rows of all tables.
    private async Task<string> Tables() =>
        (await app.Value<string>(
            """
            SELECT string_agg(format('SELECT %L || count(*) || sum(hashtextextended(t::text, 0)) FROM %I t', tablename, tablename), ' UNION ALL ')
              FROM pg_tables WHERE schemaname = 'public'
            """))! is { } all
            ? $"SELECT string_agg(rows, ' ') FROM ({all}) AS sums(rows)"
            : throw new InvalidOperationException("There are no tables.");
}

using System.Diagnostics;
using Connectify.Infrastructure.Database;

namespace Connectify.Tests.Infrastructure.Database;

/// <summary>The primary of a database is lost, and its standby takes its place.</summary>
public sealed class FailoverTests(PrimaryAndStandby servers) : IClassFixture<PrimaryAndStandby>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_standby_that_was_promoted_is_written_to_within_five_seconds()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var db = DatabaseSetup.CreateDataSource(servers.AddressOf("postgres", servers.Primary, servers.Standby));
        await db.Execute("CREATE TABLE written (n int)", null, cancel);

        await servers.FailOver();

        var (watch, tries) = (Stopwatch.StartNew(), 0);

        for (var isWritten = false; !isWritten; tries++)
        {
            try
            {
                await db.Execute("INSERT INTO written VALUES (1)", null, cancel);
                isWritten = true;
            }
            catch (DatabaseUnavailableException) when (watch.Elapsed < Soon)
            {
                await Task.Delay(20, cancel);
            }
        }

        tries.ShouldBeGreaterThan(1);
    }
}

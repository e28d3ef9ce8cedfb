using System.Diagnostics;
using System.Globalization;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Database;

public sealed class PrivateDatabaseTests : IDisposable
{
    private static readonly (string, string) Development = ("ASPNETCORE_ENVIRONMENT", "Development");

    private readonly TestFolder _folder = TestFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_developer_needs_no_database_and_leaves_none_running()
    {
        await using var service = ServiceProcess.Start(_folder.Path, Development);
        await service.WaitUntilReady();
        File.Exists(PidFile).ShouldBeTrue();

        (await service.Interrupt()).ShouldBe(0);

        File.Exists(PidFile).ShouldBeFalse();
        service.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_server_of_a_killed_service_is_found_again_and_stopped_in_the_end()
    {
        await using var killed = ServiceProcess.Start(_folder.Path, Development);
        await killed.WaitUntilReady();
        using var server = await Server();
        await killed.Kill();

        await using var next = ServiceProcess.Start(_folder.Path, Development);
        await next.WaitUntilReady();
        (await Server()).Id.ShouldBe(server.Id);
        await next.Interrupt();

        File.Exists(PidFile).ShouldBeFalse();
    }

    [Fact]
    public async Task The_service_outlives_its_killed_server()
    {
        await using var service = ServiceProcess.Start(_folder.Path, Development);
        await service.WaitUntilReady();
        using var server = await Server();

        server.Kill();
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        await service.WaitUntilReady();

        (await Server()).Id.ShouldNotBe(server.Id);
        await service.Interrupt();
        service.Output.ShouldContain("was started again");
    }

    [Fact]
    public async Task A_second_service_on_the_folder_serves_too_and_goes_on_without_the_first()
    {
        await using var first = ServiceProcess.Start(_folder.Path, Development);
        await using var second = ServiceProcess.Start(_folder.Path, Development);
        await Task.WhenAll(first.WaitUntilReady(), second.WaitUntilReady());

        await first.Interrupt();

        await second.WaitUntilReady();
    }

    private string PidFile => Path.Combine(_folder.Path, ".data", "postgres", "data", "postmaster.pid");

    private async Task<Process> Server()
    {
        var id = (await File.ReadAllLinesAsync(PidFile))[0];

        return Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
    }
}

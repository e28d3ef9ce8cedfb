using Connectify.Infrastructure;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Database;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly TestFolder _folder = TestFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_several_versions_the_newest_comes_first_and_what_is_not_whole_is_passed_over()
    {
        string[] programs = OperatingSystem.IsWindows()
            ? ["initdb.exe", "pg_ctl.exe", "postgres.exe"]
            : ["initdb", "pg_ctl", "postgres"];
        Install("9.6", programs);
        Install("15", programs);
        Install("17", programs);
        Install("18", ["postgres", "postgres.exe"]);

        PostgresBinaries.InUsualFolders([("/nowhere", "*", "bin"), (_folder.Path, "*", "bin")])
            .Select(folder => Path.GetFileName(Path.GetDirectoryName(folder)))
            .ShouldBe(["17", "15", "9.6"]);
    }

    [Fact]
    public async Task Where_none_can_be_fetched_one_sentence_says_what_to_do()
    {
        var failure = await Should.ThrowAsync<CannotStartException>(() =>
            PostgresBinaries.Fetch("17", "http://127.0.0.1:1/maven2", TestContext.Current.CancellationToken));

        failure.Message.ShouldContain("install PostgreSQL");
        failure.Message.ShouldContain("ConnectionStrings:Connectify");
        failure.Message.ShouldNotContain("\n");
    }

    private void Install(string version, string[] programs)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, version, "bin")).FullName;

        foreach (var program in programs)
        {
            File.WriteAllText(Path.Combine(folder, program), "");
        }
    }
}

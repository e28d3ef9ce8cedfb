using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Administration;

/// <summary>The program itself, with commands.</summary>
public sealed class AdministrationCommandsTests(App app) : IClassFixture<App>, IDisposable
{
    private readonly TestFolder _folder = TestFolder.Create();

    public void Dispose() => _folder.Dispose();

    private (string, string) ItsDatabase => ("ConnectionStrings__Connectify", app.ConnectionString);

    [Fact]
    public async Task A_command_needs_no_more_settings_than_it_uses_and_says_nothing_else()
    {
        var name = People.Unique("Acme");

        var made = await CommandProcess.Run(_folder.Path, ["organizations", "create", name], "", ItsDatabase);

        made.ShouldBeDone().Out.ShouldMatch($"^id    [0-9]+\nname  {name}\n$");
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_user_is_made_with_a_password_that_is_piped_in()
    {
        var name = People.Unique("made");

        var made = await CommandProcess.Run(
            _folder.Path,
            ["users", "create", "--organization", "Demo", "--username", name, "--email", $"{name}@example.com", "--password-stdin"],
            "a good password\n",
            ItsDatabase);

        made.ShouldBeDone().Out.ShouldContain(name);
        using var user = await app.LogIn(name, "a good password");
    }

    [Fact]
    public async Task Settings_can_be_given_with_it()
    {
        var listed = await CommandProcess.Run(
            _folder.Path, ["organizations", "list", "--ConnectionStrings:Connectify", app.ConnectionString, "--json"]);

        listed.ShouldBeDone().Json[0].Text("name").ShouldBe("Demo");
    }

    [Fact]
    public async Task A_database_that_is_away_is_one_line()
    {
        var answer = await CommandProcess.Run(
            _folder.Path, ["organizations", "list"], "", ("ConnectionStrings__Connectify", "Host=127.0.0.1;Port=1;Password=secret"));

        answer.Code.ShouldBe(1);
        answer.Out.ShouldBeEmpty();
        answer.Error.ShouldStartWith("ConnectionStrings:Connectify: the database at 127.0.0.1:1 cannot be used: ");
        answer.Error.Trim().ShouldNotContain("\n");
        answer.Error.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_password_is_asked_for_at_a_terminal_and_not_shown()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no script(1) like Linux's here.");
        var name = People.Unique("made");

        var made = await CommandProcess.Talk(
            _folder.Path,
            $"users create --organization 1 --username {name} --email {name}@example.com",
            [("Password: ", "a good password"), ("The same again: ", "a good password")],
            ItsDatabase);

        made.Code.ShouldBe(0, made.Out);
        made.Out.ShouldContain($"username      {name}");
        made.Out.ShouldNotContain("a good password");
        using var user = await app.LogIn(name, "a good password");
    }

    [Theory]
    [InlineData("")]
    [InlineData("users")]
    [InlineData("user create")]
    [InlineData("organizations create")]
    [InlineData("organizations create a b")]
    [InlineData("organizations list --all")]
    [InlineData("users create --username bob")]
    [InlineData("users set-role --organization 1 --username bob")]
    [InlineData("users create --organization 1 --username bob --email b@example.com --password secret123")]
    public async Task What_is_no_command_is_refused_with_2_and_one_line(string command)
    {
        var answer = await Operator.Of(app).Says(command.Split(' '));

        answer.Code.ShouldBe(2);
        answer.Out.ShouldBeEmpty();
        answer.Error.ShouldEndWith(" See --help.\n");
        answer.Error.TrimEnd().ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("--help", "organizations")]
    [InlineData("users --help", "set-password")]
    [InlineData("users create --help", "--generate-password")]
    public async Task Help_needs_no_settings(string command, string text)
    {
        (await new Operator().Says(command)).ShouldBeDone().Out.ShouldContain(text);
    }

    [Fact]
    public async Task In_Development_a_command_works_with_and_beside_the_service()
    {
        var development = ("ASPNETCORE_ENVIRONMENT", "Development");

        // Nobody has migrated the private database, and nobody runs it.
        (await CommandProcess.Run(_folder.Path, ["organizations", "create", "Acme"], "", development)).ShouldBeDone();
        File.Exists(PidFile).ShouldBeFalse();

        await using var service = ServiceProcess.Start(_folder.Path, development);
        await service.WaitUntilReady();
        var listed = await CommandProcess.Run(_folder.Path, ["organizations", "list", "--json"], "", development);

        listed.ShouldBeDone().Json.EnumerateArray().Select(row => row.Text("name")).ShouldBe(["Acme", "Demo"]);
        File.Exists(PidFile).ShouldBeTrue();
        (await service.Ready()).ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_service_itself_loads_nothing_of_what_reads_commands()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc here.");
        await using var service = ServiceProcess.Start(
            _folder.Path, [$"--ConnectionStrings:Connectify={app.ConnectionString}", "--environment", "Development"]);
        await service.WaitUntilReady();

        var loaded = await File.ReadAllTextAsync($"/proc/{service.Id}/maps", TestContext.Current.CancellationToken);

        loaded.ShouldContain("Npgsql.dll");
        loaded.ShouldNotContain("System.CommandLine.dll");
    }

    private string PidFile => Path.Combine(_folder.Path, ".data", "postgres", "data", "postmaster.pid");
}

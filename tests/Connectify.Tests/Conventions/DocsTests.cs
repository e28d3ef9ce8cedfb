using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;

namespace Connectify.Tests.Conventions;

public sealed class DocsTests(App app) : IClassFixture<App>
{
    private const string Switch = "CONNECTIFY_WRITE_DOCS";

    [Fact]
    public async Task The_OpenAPI_document_is_todays()
    {
        using var client = app.CreateClient();

        ShouldBe("docs/openapi.json", await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_schema_page_is_todays()
    {
        var statements = await app.Db.Query<string>(SchemaPage.Sql, null, TestContext.Current.CancellationToken);

        statements.ShouldNotBeEmpty();
        ShouldBe("docs/schema.sql", string.Join('\n', statements.Prepend(SchemaPage.Head)));
    }

    private static void ShouldBe(string name, string today)
    {
        var path = Path.Combine(Repository.Root, name);
        today = $"{today.ReplaceLineEndings("\n").TrimEnd()}\n";

        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(path, today);
        }

        var kept = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n') : [];
        var line = kept.Zip(today.Split('\n')).TakeWhile(lines => lines.First == lines.Second).Count() + 1;

        (string.Join('\n', kept) == today).ShouldBeTrue(
            $"{name} is not today's from line {line} on. Write it with: {Switch}=1 dotnet test, and look at what changed.");
    }
}

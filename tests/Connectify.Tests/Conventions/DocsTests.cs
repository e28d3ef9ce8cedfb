using System.Text.Json.Nodes;
using Connectify.Infrastructure.Database;
using Connectify.Tests.AsyncApi;
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
    public void The_page_of_the_sockets_is_todays() => ShouldBe("docs/asyncapi.html", new SocketPage(SocketDocument.Todays).Render());

    [Fact]
    public async Task The_schema_page_is_todays()
    {
        var statements = await app.Db.Query<string>(SchemaPage.Sql, null, TestContext.Current.CancellationToken);

        statements.ShouldNotBeEmpty();
        ShouldBe("docs/schema.sql", string.Join('\n', statements.Prepend(SchemaPage.Head)));
    }

    [Fact]
    public async Task Every_body_has_an_example()
    {
        using var client = app.CreateClient();
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!;
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(item => item.Value!);
        var bodies = operations.SelectMany(operation => operation["responses"]!.AsObject().Select(answer => answer.Value)
            .Append(operation["requestBody"]));
        var names = bodies.SelectMany(body => SchemasOf(body?["content"]?["application/json"]?["schema"])).ToHashSet();

        names.ShouldNotBeEmpty();
        names.Where(name => !HasExample(document["components"]!["schemas"]!, name))
            .ShouldBeEmpty("Give these a static Example.");
    }

    // What is in a list or page stands for it.
    private static bool HasExample(JsonNode schemas, string name) =>
        schemas[name]!["examples"] is not null
        || (schemas[name]!["properties"]?["results"] is { } results && SchemasOf(results).All(item => HasExample(schemas, item)));

    private static IEnumerable<string> SchemasOf(JsonNode? schema) =>
        schema is null ? []
        : schema["$ref"] is { } reference ? [((string)reference!).Split('/')[^1]]
        : (schema["anyOf"] ?? schema["oneOf"])?.AsArray().SelectMany(SchemasOf) ?? SchemasOf(schema["items"]);

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

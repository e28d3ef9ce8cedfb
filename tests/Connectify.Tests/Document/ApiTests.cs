using System.Text.RegularExpressions;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Document;

public sealed class ApiTests(App app) : IClassFixture<App>
{
    [Fact]
    public void Every_line_has_a_case_and_every_case_a_line() =>
        Cases.All.Names.Order().ShouldBe(ApiPage.Lines.Select(line => (line.Operation, line.When)).Order());

    [Fact]
    public void Every_address_is_on_the_page_and_none_is_there_that_the_page_does_not_name()
    {
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/"))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}/"));

        var spellings = ApiPage.Lines.SelectMany(line => line.Spellings).Distinct();

        routes.Select(Unnamed).Order().ShouldBe(spellings.Select(Unnamed).Order());
    }

    private static string Unnamed(string address) => Regex.Replace(address, @"\{[^}]+\}", "{}");
}

/// <summary>The lines of a section, each by its operation and what it is about.</summary>
public static class Lines
{
    public static IEnumerable<TheoryDataRow<string, string>> Of(string section) => ApiPage.Lines
        .Where(line => line.Section == section)
        .Select(line => new TheoryDataRow<string, string>(line.Operation, line.When));
}

/// <summary>Tries each line of a section at every spelling of its address, with and without the last slash.</summary>
public abstract class ApiLineTests<TApp>(TApp app) : IClassFixture<TApp>
    where TApp : App
{
    protected async Task Try(string operation, string when)
    {
        var line = ApiPage.Lines.Single(line => (line.Operation, line.When) == (operation, when));

        foreach (var spelling in line.Spellings.SelectMany(spelling => new[] { spelling, spelling[..^1] }))
        {
            using var stage = await Stage.Of(app);
            var call = await Cases.All.Prepare(line, stage);
            var answer = call.Names.Aggregate(line.Answer, (text, name) => text.Replace($"{{{name.Key}}}", $"{name.Value}"));

            using var response = await stage.Make(call, spelling);

            await response.ShouldBe(answer);
        }
    }
}

public sealed class ConversationsPageTests(App app) : ApiLineTests<App>(app)
{
    [Theory]
    [MemberData(nameof(Lines.Of), "Conversations", MemberType = typeof(Lines))]
    public Task What_the_page_says_is_answered(string operation, string when) => Try(operation, when);
}

public sealed class GroupChatsPageTests(App app) : ApiLineTests<App>(app)
{
    [Theory]
    [MemberData(nameof(Lines.Of), "Group chats", MemberType = typeof(Lines))]
    public Task What_the_page_says_is_answered(string operation, string when) => Try(operation, when);
}

public sealed class MessagesPageTests(App app) : ApiLineTests<App>(app)
{
    [Theory]
    [MemberData(nameof(Lines.Of), "Messages", MemberType = typeof(Lines))]
    public Task What_the_page_says_is_answered(string operation, string when) => Try(operation, when);
}

public sealed class BlocksPageTests(App app) : ApiLineTests<App>(app)
{
    [Theory]
    [MemberData(nameof(Lines.Of), "Blocks", MemberType = typeof(Lines))]
    public Task What_the_page_says_is_answered(string operation, string when) => Try(operation, when);
}

public sealed class FilesPageTests(App app) : ApiLineTests<App>(app)
{
    [Theory]
    [MemberData(nameof(Lines.Of), "Files", MemberType = typeof(Lines))]
    public Task What_the_page_says_is_answered(string operation, string when) => Try(operation, when);
}

public sealed class AccountsPageTests(StrictApp app) : ApiLineTests<StrictApp>(app)
{
    [Theory]
    [MemberData(nameof(Lines.Of), "Accounts", MemberType = typeof(Lines))]
    public Task What_the_page_says_is_answered(string operation, string when) => Try(operation, when);
}

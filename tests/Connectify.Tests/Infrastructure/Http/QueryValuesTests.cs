using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Connectify.Tests.Infrastructure.Http;

public sealed class QueryValuesTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("?search=", "")]
    [InlineData("?search=a%20b+c", "a b c")]
    [InlineData("?search=%F0%9F%91%8D", "👍")]
    [InlineData("?other=1", null)]
    public void Text_is_what_was_given_or_null(string query, string? text) => Query(query).Text("search").ShouldBe(text);

    [Theory]
    [InlineData("?search=a&search=b", "Give this parameter once.")]
    [InlineData("?search=a%00b", "The text holds a NUL character.")]
    public void Text_that_means_nothing_is_refused(string query, string text)
    {
        var refusal = Should.Throw<InvalidInputException>(() => Query(query).Text("search"));

        refusal.Member.ShouldBe("search");
        refusal.Message.ShouldBe(text);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("?page=1", 1L)]
    [InlineData("?page=007", 7L)]
    [InlineData("?page=9223372036854775807", long.MaxValue)]
    [InlineData("?page=9223372036854775808", long.MaxValue)]
    [InlineData("?page=99999999999999999999999999999999", long.MaxValue)]
    public void A_number_is_1_or_more(string query, long? number) => Query(query).Number("page").ShouldBe(number);

    [Theory]
    [InlineData("?page=")]
    [InlineData("?page=0")]
    [InlineData("?page=000")]
    [InlineData("?page=-1")]
    [InlineData("?page=%2B1")]
    [InlineData("?page=1.5")]
    [InlineData("?page=1e3")]
    [InlineData("?page=%201")]
    [InlineData("?page=%D9%A1")]
    [InlineData("?page=abc")]
    [InlineData("?page=1&page=2")]
    public void What_is_no_such_number_is_refused(string query) =>
        Should.Throw<InvalidInputException>(() => Query(query).Number("page")).Member.ShouldBe("page");

    private static QueryCollection Query(string query) => new(QueryHelpers.ParseQuery(query));
}

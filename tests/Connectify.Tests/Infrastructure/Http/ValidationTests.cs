using System.Net;
using Connectify.Infrastructure;
using Connectify.Tests.Support;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Connectify.Tests.Infrastructure.Http;

public sealed class ValidationTests : IAsyncLifetime
{
    private FakeService _service = null!;

    public async ValueTask InitializeAsync() => _service = await FakeService.Start(routes =>
    {
        routes.MapPost("/api/orders", PlaceOrder.Handle);
        routes.MapPost("/api/free", Free.Handle);
    });

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_valid_body_reaches_its_handler()
    {
        var answer = await _service.Post("/api/orders", """{"article_id":5,"notes":["a"],"address":{"zip_code":"1"}}""");

        answer.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_wrong_member_is_named_in_snake_case_and_told_plainly()
    {
        var answer = await _service.Post("/api/orders", """{"notes":["a",""],"address":{"zip_code":"123456"}}""");

        answer.Errors.ShouldBe(new Dictionary<string, string>
        {
            ["article_id"] = "This is required.",
            ["notes[1]"] = "'notes' must not be empty.",
            ["address.zip_code"] = "The length of 'address.zip_code' must be 5 characters or fewer. You entered 6 characters.",
        });
    }

    [Fact]
    public async Task A_validator_is_given_what_it_needs()
    {
        var answer = await _service.Post("/api/orders", """{"article_id":101,"address":{}}""");

        answer.Errors.ShouldBe(new Dictionary<string, string> { ["article_id"] = "At most 100 was expected." });
    }

    [Fact]
    public async Task A_body_without_a_validator_is_taken_as_it_is()
    {
        var answer = await _service.Post("/api/free", """{"text":""}""");

        answer.Status.ShouldBe(HttpStatusCode.OK);
    }

    private static class PlaceOrder
    {
        internal sealed record Address(string? ZipCode);

        internal sealed record Request(long? ArticleId, string[]? Notes, Address? Address);

        internal sealed class Validator : AbstractValidator<Request>
        {
            public Validator(IOptions<Limits> limits)
            {
                RuleFor(request => request.ArticleId).NotNull().WithMessage("This is required.");
                RuleFor(request => request.ArticleId).LessThanOrEqualTo(limits.Value.PageSize)
                    .WithMessage("At most {ComparisonValue} was expected.");
                RuleForEach(request => request.Notes).NotEmpty();
                RuleFor(request => request.Address!.ZipCode).MaximumLength(5);
            }
        }

        internal static Ok<long> Handle(Request request) => TypedResults.Ok(request.ArticleId!.Value);
    }

    private static class Free
    {
        internal sealed record Request(string? Text);

        internal static Ok<Request> Handle(Request request) => TypedResults.Ok(request);
    }
}

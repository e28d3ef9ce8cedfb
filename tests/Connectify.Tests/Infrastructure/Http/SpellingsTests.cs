using System.Net;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Connectify.Tests.Infrastructure.Http;

public sealed class SpellingsTests : IAsyncLifetime
{
    private FakeService _service = null!;

    public async ValueTask InitializeAsync() => _service = await FakeService.Start(routes =>
    {
        var notes = routes.MapGroup("/api/notes");
        notes.MapPost("/", () => TypedResults.Ok("made"));
        notes.MapPost("/create", () => TypedResults.Ok("made")).OtherSpelling();
        notes.MapDelete("/{id:long}", (long id) => TypedResults.Ok(id));
        notes.MapDelete("/{id:long}/delete", (long id) => TypedResults.Ok(id)).OtherSpelling();
        notes.MapPost("/{id:long}/mark_read", (long id) => TypedResults.Ok(id));
        notes.MapPost("/{id:long}/mark-read", (long id) => TypedResults.Ok(id)).OtherSpelling();
    });

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("POST", "/api/notes")]
    [InlineData("POST", "/api/notes/")]
    [InlineData("POST", "/api/notes/create")]
    [InlineData("POST", "/api/notes/create/")]
    [InlineData("DELETE", "/api/notes/5")]
    [InlineData("DELETE", "/api/notes/5/")]
    [InlineData("DELETE", "/api/notes/5/delete")]
    [InlineData("DELETE", "/api/notes/5/delete/")]
    [InlineData("POST", "/api/notes/5/mark_read/")]
    [InlineData("POST", "/api/notes/5/mark-read/")]
    public async Task Every_spelling_is_served_with_and_without_its_last_slash(string method, string path)
    {
        var answer = await _service.Send(new HttpRequestMessage(new HttpMethod(method), path));

        answer.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET", "/api/notes/create", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/notes/5/delete", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/notes/x/mark_read", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/notes//create", HttpStatusCode.NotFound)]
    public async Task Nothing_else_is(string method, string path, HttpStatusCode status)
    {
        var answer = await _service.Send(new HttpRequestMessage(new HttpMethod(method), path));

        answer.Status.ShouldBe(status);
    }
}

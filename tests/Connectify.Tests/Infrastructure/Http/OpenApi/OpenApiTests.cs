using System.Net;
using System.Text.Json.Nodes;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Http.OpenApi;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectify.Tests.Infrastructure.Http.OpenApi;

public sealed class OpenApiTests : IAsyncLifetime
{
    private FakeService _service = null!;
    private JsonObject _document = null!;

    private JsonNode Write => _document["paths"]!["/api/notes/"]!["post"]!;

    private JsonNode Update => _document["paths"]!["/api/notes/{note_id}/"]!["put"]!;

    public async ValueTask InitializeAsync()
    {
        _service = await FakeService.Start(Map, add: Add);
        _document = (await _service.Get("/openapi/v1.json")).Json;
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public void Paths_are_in_their_first_spelling_and_end_in_a_slash() =>
        Names(_document["paths"]).ShouldBe(["/api/notes/", "/api/notes/{note_id}/"]);

    [Fact]
    public void An_operation_is_named_and_described_by_its_slice()
    {
        ((string?)Write["operationId"]).ShouldBe("WriteNote");
        ((string?)Write["summary"]).ShouldBe("Writes a note down");
        ((string?)Write["description"]).ShouldBe("Nobody else sees it until `is_shared` is set.");
        Write["tags"]!.AsArray().Select(tag => (string?)tag).ShouldBe(["Notes"]);
    }

    [Fact]
    public void No_two_operations_have_one_name()
    {
        var operations = _document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject());

        operations.Select(operation => (string?)operation.Value!["operationId"])
            .ShouldBe(["ListNotes", "WriteNote", "UpdateNote", "PatchNote", "DeleteNote"]);
    }

    [Fact]
    public void A_schema_is_named_after_the_slice_or_the_generic_argument() =>
        Names(_document["components"]!["schemas"])
            .ShouldBe(["Note", "NotePage", "Problem", "UpdateNoteRequest", "WriteNoteRequest"]);

    [Fact]
    public async Task Two_types_of_one_name_do_not_hide_each_other()
    {
        await using var service = await FakeService.Start(
            routes =>
            {
                routes.MapOpenApiPages();
                routes.MapGet("/a", () => TypedResults.Ok(new OtherNote(1)));
                routes.MapGet("/b", () => TypedResults.Ok(new Other.Note(1)));
            },
            add: Add);

        var answer = await service.Get("/openapi/v1.json");

        answer.Status.ShouldBe(HttpStatusCode.InternalServerError);
        service.Log.AtLeast(LogLevel.Error)
            .ShouldContain(line => line.Contains("Two types would be called OtherNote"));
    }

    [Fact]
    public void Parameters_that_bind_themselves_are_shown()
    {
        var list = _document["paths"]!["/api/notes/"]!["get"]!;

        Parameters(list).ShouldBe(["page in query", "page_size in query"]);
        Parameters(Write).ShouldBe(["Idempotency-Key in header"]);
        Parameters(Update).ShouldBe(["note_id in path"]);
    }

    [Fact]
    public void What_needs_a_token_says_so()
    {
        Write["security"]!.ToJsonString().ShouldBe("""[{"Bearer":[]}]""");
        _document["paths"]!["/api/notes/"]!["get"]!["security"].ShouldBeNull();
        ((string?)_document["components"]!["securitySchemes"]!["Bearer"]!["scheme"]).ShouldBe("bearer");
    }

    [Fact]
    public void A_request_shows_what_its_validator_demands_and_its_example()
    {
        var request = Schema("WriteNoteRequest");

        request["required"]!.ToJsonString().ShouldBe("""["text"]""");
        request["properties"]!["text"]!["type"]!.ToJsonString().ShouldBe("\"string\"");
        request["properties"]!["is_shared"]!["type"]!.ToJsonString().ShouldBe("""["null","boolean"]""");
        request["examples"]!.ToJsonString().ShouldBe("""[{"text":"Milk","is_shared":true,"folder_id":5,"folder_name":null}]""");
    }

    [Fact]
    public void Of_two_members_that_stand_for_each_other_neither_is_required() =>
        Schema("WriteNoteRequest")["properties"]!["folder_id"]!["type"]!.ToJsonString()
            .ShouldBe("""["null","integer"]""");

    [Fact]
    public void An_answer_always_has_all_its_members()
    {
        var note = Schema("Note");

        note["required"]!.ToJsonString().ShouldBe("""["id","text","edited_at"]""");
        note["properties"]!["text"]!.ToJsonString().ShouldBe("""{"type":"string"}""");
        note["properties"]!["edited_at"]!["type"]!.ToJsonString().ShouldBe("""["null","string"]""");
        note["examples"]!.ToJsonString().ShouldBe("""[{"id":7,"text":"Milk","edited_at":null}]""");
    }

    [Fact]
    public void A_member_that_may_be_absent_is_shown_as_what_it_is()
    {
        var request = Schema("UpdateNoteRequest");

        request["properties"]!["text"]!.ToJsonString().ShouldBe("""{"type":["null","string"]}""");
        request["properties"]!["colour"]!.ToJsonString().ShouldBe("""{"type":["null","integer"],"format":"int64"}""");
    }

    [Fact]
    public void Every_error_that_an_operation_may_answer_is_shown()
    {
        Names(Write["responses"]).ShouldBe(["201", "200", "400", "401", "403", "413", "415", "503"]);
        Names(Update["responses"]).ShouldBe(["200", "400", "401", "403", "404", "413", "415", "503"]);
        Names(_document["paths"]!["/api/notes/{note_id}/"]!["delete"]!["responses"])
            .ShouldBe(["204", "401", "403", "404", "503"]);
        Names(_document["paths"]!["/api/notes/"]!["get"]!["responses"]).ShouldBe(["200", "400", "503"]);
    }

    [Fact]
    public void Each_refusal_is_an_example_with_its_text()
    {
        var problem = Write["responses"]!["400"]!["content"]!["application/problem+json"]!;

        ((string?)problem["schema"]!["$ref"]).ShouldBe("#/components/schemas/Problem");
        Names(problem["examples"]).ShouldBe(["NoteExists", "BlockedBy", "InvalidInput"]);
        ((string?)problem["examples"]!["NoteExists"]!["summary"]).ShouldBe("Note already exists");
        ((int)problem["examples"]!["NoteExists"]!["value"]!["note_id"]!).ShouldBe(5);
        ((string?)problem["examples"]!["BlockedBy"]!["value"]!["detail"])
            .ShouldBe("You are blocked by: username1, username2");
    }

    [Fact]
    public void What_every_caller_may_be_told_is_shown_where_there_is_one()
    {
        var problem = Write["responses"]!["403"]!["content"]!["application/problem+json"]!;

        Names(problem["examples"]).ShouldBe(["NotAMember", "Awaiting"]);
        ((string?)Update["responses"]!["403"]!["$ref"]).ShouldBe("#/components/responses/Awaiting");
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        var page = await _service.Get("/scalar/");
        var script = await _service.Get("/scalar/scalar.js");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.ContentHeaders.ContentType!.MediaType.ShouldBe("text/html");
        page.Text.ShouldContain("openapi/v1.json");
        page.Text.ShouldNotContain("://");
        script.Status.ShouldBe(HttpStatusCode.OK);
    }

    private static void Add(WebApplicationBuilder builder) =>
        builder.AddOpenApi(typeof(FakeRefusals), nameof(FakeRefusals.Awaiting)).Services.AddAuthorization();

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApiPages();
        var notes = routes.MapGroup("/api/notes").WithTags("Notes").RequireAuthorization();
        notes.MapGet("/", ListNotes.Handle).AllowAnonymous();
        notes.MapPost("/", WriteNote.Handle);
        notes.MapPost("/create", WriteNote.Handle).OtherSpelling();

        var note = notes.MapGroup("/{noteId:long}");
        note.MapPut("/", UpdateNote.Handle);
        note.MapPatch("/", UpdateNote.Handle);
        note.MapDelete("/", DeleteNote.Handle);
        note.MapDelete("/delete", DeleteNote.Handle).OtherSpelling();
    }

    private JsonNode Schema(string name) => _document["components"]!["schemas"]![name]!;

    private static IEnumerable<string> Names(JsonNode? json) => json!.AsObject().Select(member => member.Key);

    private static IEnumerable<string> Parameters(JsonNode operation) =>
        operation["parameters"]!.AsArray().Select(parameter => $"{parameter!["name"]} in {parameter["in"]}");

    private static class Other
    {
        internal sealed record Note(int Size);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.AsyncApi;

public sealed class SocketDocumentTests(App app) : IClassFixture<App>
{
    private static readonly SocketDocument Document = SocketDocument.Todays;

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Messages => Document.Json["components"]!["messages"]!.AsObject();

    // Made with nothing in them: it is only their type that is asked for.
    private static IReadOnlyList<ServerEvent> Events =>
    [
        .. typeof(ServerEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ServerEvent)) && !type.IsAbstract)
            .Select(type => type.GetConstructors((System.Reflection.BindingFlags)(-1)).First(made => !made.IsStatic && !IsCopy(made)))
            .Select(made => (ServerEvent)made.Invoke(new object?[made.GetParameters().Length])),
    ];

    [Fact]
    public void Each_frame_that_the_service_takes_is_in_the_document_and_no_other()
    {
        var taken = app.Services.GetServices<FrameHandler>().Select(frame => frame.Type).ToList();

        taken.ShouldNotBeEmpty();
        Document.Channels.Count.ShouldBe(2);
        Document.Channels.ShouldAllBe(channel => channel.OfClients.Order().SequenceEqual(taken.Order()));
    }

    [Fact]
    public void Each_frame_that_the_service_sends_is_in_the_document_and_no_other()
    {
        var sent = Events.Select(one => one.Type).ToList();

        sent.ShouldNotBeEmpty();
        Document.Channels.SelectMany(channel => channel.OfService).Distinct().Order().ShouldBe(sent.Order());
    }

    [Fact]
    public void A_frame_that_the_service_sends_has_the_members_that_the_document_says()
    {
        foreach (var one in Events)
        {
            var members = Json.Options.GetTypeInfo(one.GetType()).Properties.Select(property => property.Name).Order();
            var documented = Messages.Select(message => message.Value!)
                .Where(message => (string)message["name"]! == one.Type && !IsOfClients(message))
                .Select(message => message["payload"]!["properties"]!.AsObject().Select(property => property.Key).Except(["cursor"]).Order());

            documented.ShouldAllBe(names => names.SequenceEqual(members), one.Type);
        }
    }

    [Fact]
    public void A_message_is_used_and_named_by_the_type_of_its_frames()
    {
        var used = Document.Json["channels"]!.AsObject().SelectMany(channel => channel.Value!["messages"]!.AsObject())
            .Select(message => ((string)message.Value!["$ref"]!).Split('/')[^1]);

        used.Distinct().Order().ShouldBe(Messages.Select(message => message.Key).Order());
        Messages.ShouldAllBe(message =>
            (string)message.Value!["payload"]!["properties"]!["type"]!["const"]! == (string)message.Value!["name"]!);
    }

    [Fact]
    public void Each_message_of_a_channel_is_in_an_operation()
    {
        var inOperations = Document.Json["operations"]!.AsObject().Select(operation => operation.Value!)
            .SelectMany(operation => new[] { operation, operation["reply"] }.OfType<JsonNode>())
            .SelectMany(part => part["messages"]!.AsArray().Select(message => (string)message!["$ref"]!));
        var inChannels = Document.Json["channels"]!.AsObject().SelectMany(channel =>
            channel.Value!["messages"]!.AsObject().Select(message => $"#/channels/{channel.Key}/messages/{message.Key}"));

        inOperations.Distinct().Order().ShouldBe(inChannels.Order());
    }

    [Fact]
    public void What_is_closed_to_other_members_is_every_object()
    {
        var objects = Messages.Select(message => message.Value!["payload"]!)
            .Concat(Document.Json["components"]!["schemas"]!.AsObject().Select(schema => schema.Value!))
            .Where(schema => (schema["type"] as JsonValue)?.ToString() == "object").ToList();

        objects.Count.ShouldBeGreaterThan(20);
        objects.ShouldAllBe(schema => schema["additionalProperties"] != null && !(bool)schema["additionalProperties"]!);
    }

    [Fact]
    public void Each_example_is_as_its_schema_says()
    {
        foreach (var (name, message) in Messages)
        {
            var check = Document.Schemas.Compile(message!["payload"]);
            var examples = message["examples"]!.AsArray().Select(example => example!["payload"]!).ToList();

            examples.ShouldNotBeEmpty(name);
            examples.ShouldAllBe(example => check(JsonSerializer.SerializeToElement(example, JsonSerializerOptions.Default)) == null, name);
        }
    }

    [Fact]
    public void It_is_served_at_the_addresses_of_the_service()
    {
        var addresses = Document.Json["channels"]!.AsObject().Select(channel => (string)channel.Value!["address"]!);
        var routes = app.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints
            .OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>().Select(route => $"/{route.RoutePattern.RawText!.Trim('/')}/")
            .Where(route => route.StartsWith("/ws/", StringComparison.Ordinal));

        addresses.Order().ShouldBe(routes.Select(route => route.Replace("{chatId:long}", "{id}")).Order());
    }

    private static bool IsOfClients(JsonNode message) => (string)message["tags"]![0]!["name"]! == "from clients";

    private static bool IsCopy(System.Reflection.ConstructorInfo made) =>
        made.GetParameters() is [var only] && only.ParameterType == made.DeclaringType;
}

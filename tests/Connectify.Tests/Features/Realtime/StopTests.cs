using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Realtime;

public sealed class StopTests
{
    [Fact]
    public async Task When_the_service_stops_every_socket_closes_with_1001()
    {
        var app = new App();
        await app.InitializeAsync();
        using var talk = await app.Talk();
        await talk.Say("last words");

        var stopping = app.DisposeAsync();

        await talk.OfAlice.ShouldClose(1001);
        await talk.OfBob.ShouldClose(1001);
        await stopping;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Connectify.Tests.Infrastructure.Realtime;

/// <summary>What is kept of the request that opened a socket.</summary>
public sealed class OpeningTests(OpeningTests.Witnessed app) : InConversation<OpeningTests.Witnessed>(app)
{
    public class Witnessed : App
    {
        /// <summary>Who looked at the token of each request. They hold the token, the caller and the request, and its services hold them.</summary>
        internal ConcurrentQueue<WeakReference> Authenticators { get; } = [];

        /// <summary>What each request is a part of, in the log.</summary>
        internal ConcurrentQueue<Activity?> Activities { get; } = [];

        protected override void Configure(IWebHostBuilder host) => host.ConfigureTestServices(services =>
            services.Replace(ServiceDescriptor.Scoped<IAuthenticationHandlerProvider>(request =>
            {
                var authenticator = ActivatorUtilities.CreateInstance<AuthenticationHandlerProvider>(request);
                Authenticators.Enqueue(new WeakReference(authenticator));
                Activities.Enqueue(Activity.Current);

                return authenticator;
            })));
    }

    [Fact]
    public async Task An_open_socket_keeps_nothing_of_what_opened_it()
    {
        App.Authenticators.Clear();
        using var ofAlice = await App.Listen(Alice, Chat);
        using var ofBob = await App.Listen(Bob, Chat);

        App.Authenticators.Count.ShouldBe(2);
        await ShouldBeLetGo();

        await ofAlice.Send(new { Type = "message", Content = "still there?" });
        (await ofBob.Next("message")).GetProperty("message").Text("content").ShouldBe("still there?");
    }

    [Fact]
    public async Task An_opening_has_no_activity_that_its_socket_would_keep()
    {
        App.Activities.Clear();
        using var ofAlice = await App.Listen(Alice, Chat);
        await Bob.ShowProfile();

        App.Activities.Count(activity => activity is null).ShouldBe(1);
        App.Activities.Count.ShouldBe(2);
    }

    private async Task ShouldBeLetGo()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));

        while (App.Authenticators.Any(authenticator => authenticator.IsAlive))
        {
            patience.IsCancellationRequested.ShouldBeFalse("It is held as long as the socket is open.");
            GC.Collect();
            await Task.Yield();
        }
    }
}

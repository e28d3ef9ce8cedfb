using System.Net.Http.Json;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

/// <summary>Sending while the database is slow or its connections break: an error never means "not stored".</summary>
public sealed class InterruptedSendTests(InterruptedSendTests.Proxied app) : InConversation<InterruptedSendTests.Proxied>(app)
{
    /// <summary>The service reaches its database through a proxy.</summary>
    public sealed class Proxied : App
    {
        internal DatabaseProxy Proxy { get; private set; } = null!;

        protected override string Reach(string connectionString) =>
            (Proxy = new DatabaseProxy(connectionString)).ConnectionString;

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Proxy.Dispose();
        }
    }

    public override async ValueTask InitializeAsync()
    {
        // Connections that another test has broken are none of this one's.
        App.Services.GetRequiredService<NpgsqlDataSource>().Clear();
        await base.InitializeAsync();
    }

    [Fact]
    public async Task When_its_connection_is_killed_in_mid_send_a_repeat_stores_one_message()
    {
        await using var held = await HeldChat.Of(App, Chat);
        var sending = Alice.Send(Chat, "hi", key: "k");
        await Kill(await held.PatientWaiters());

        await ShouldBeUnavailable(await sending);

        await held.Release();
        (await Repeat("hi", "k")).StatusCode.ShouldBe(Created);
        (await Bob.Messages(Chat)).Single().Content.ShouldBe("hi");
    }

    [Fact]
    public async Task When_many_are_killed_their_repeats_store_each_once()
    {
        await using var held = await HeldChat.Of(App, Chat);
        var sending = Enumerable.Range(0, 6).Select(n => Alice.Send(Chat, $"message {n}", key: $"{n}")).ToList();
        await Kill(await held.PatientWaiters());

        foreach (var answer in await Task.WhenAll(sending))
        {
            await ShouldBeUnavailable(answer);
        }

        await held.Release();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Repeat($"message {n}", $"{n}")));
        var messages = await Bob.Messages(Chat);
        messages.Select(message => message.Position).ShouldBe([6, 5, 4, 3, 2, 1]);
        messages.Select(message => message.ClientMessageId).ShouldBe(["0", "1", "2", "3", "4", "5"], ignoreOrder: true);
    }

    [Fact]
    public async Task When_it_was_stored_and_only_the_answer_was_lost_a_repeat_answers_it()
    {
        using var listening = await App.Listen(Bob, Chat);
        await using var held = await HeldChat.Of(App, Chat);
        var sending = Alice.Send(Chat, "hi", key: "k");
        await held.PatientWaiters();

        App.Proxy.LoseAnswers();
        await held.Release();
        await Stored();
        App.Proxy.Cut();

        await ShouldBeUnavailable(await sending);
        var repeat = await Repeat("hi", "k");
        (await Count()).ShouldBe(1);

        // Who listens sees it then, and once.
        var frame = await listening.Next("message");
        frame.GetProperty("message").ToString().ShouldBe((await repeat.ShouldBe(OK)).ToString());
        await listening.ShouldBeSilent();
    }

    [Fact]
    public async Task What_takes_the_database_too_long_is_answered_all_the_same()
    {
        await using var held = await HeldChat.Of(App, Chat);
        var asked = DateTime.UtcNow;

        await ShouldBeUnavailable(await Alice.Send(Chat, "hi", key: "k"));

        (DateTime.UtcNow - asked).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        await held.Release();
        (await Repeat("hi", "k")).IsSuccessStatusCode.ShouldBeTrue();
        (await Count()).ShouldBe(1);
    }

    [Fact]
    public async Task A_client_who_goes_away_does_not_stop_a_write_that_has_begun()
    {
        using var listening = await App.Listen(Bob, Chat);
        await using var held = await HeldChat.Of(App, Chat);
        using var leave = new CancellationTokenSource();
        using var client = App.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", Alice.Token);
        var sending = client.PostAsJsonAsync($"{ChatVerbs.ConversationsPath}{Chat}/send_message/", new { content = "hi" }, leave.Token);
        await held.PatientWaiters();

        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sending);
        await held.Release();

        (await listening.Next("message")).GetProperty("message").Text("content").ShouldBe("hi");
        (await Bob.Messages(Chat)).Single().Content.ShouldBe("hi");
    }

    private static async Task ShouldBeUnavailable(HttpResponseMessage response)
    {
        await response.ShouldBeProblem(ServiceUnavailable, "The database does not answer, repeat the request with the same key");
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    // As a client should: another connection of the pool may have been broken too.
    private async Task<HttpResponseMessage> Repeat(string content, string key)
    {
        while (true)
        {
            var answer = await Alice.Send(Chat, content, key: key);

            if (answer.StatusCode != ServiceUnavailable)
            {
                return answer;
            }
        }
    }

    private Task<bool> Kill(int[] connections) =>
        App.Value<bool>("SELECT bool_and(pg_terminate_backend(pid)) FROM unnest(@connections) AS pid", new { connections });

    private async Task Stored()
    {
        for (var watch = System.Diagnostics.Stopwatch.StartNew(); await Count() == 0;)
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), "It was not stored.");
        }
    }

    private Task<long> Count() => App.Value<long>("SELECT count(*) FROM messages WHERE chat_id = @Chat", new { Chat });
}

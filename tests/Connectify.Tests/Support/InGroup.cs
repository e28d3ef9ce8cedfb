namespace Connectify.Tests.Support;

/// <summary>Tests about a group chat of Alice, its admin, and Bob and Carol, all of them new for each test.</summary>
public abstract class InGroup<TApp>(TApp app) : IClassFixture<TApp>, IAsyncLifetime
    where TApp : App
{
    private protected TApp App => app;

    private protected Person Alice { get; private set; } = null!;

    private protected Person Bob { get; private set; } = null!;

    private protected Person Carol { get; private set; } = null!;

    /// <summary>Alice created it, and nothing has been said in it.</summary>
    private protected long Chat { get; private set; }

    public virtual async ValueTask InitializeAsync()
    {
        Alice = await app.Register("alice");
        Bob = await app.Register("bob");
        Carol = await app.Register("carol");
        Chat = await Alice.CreateGroup(Bob, Carol);
    }

    public virtual ValueTask DisposeAsync()
    {
        Alice.Dispose();
        Bob.Dispose();
        Carol.Dispose();
        GC.SuppressFinalize(this);

        return ValueTask.CompletedTask;
    }

    /// <summary>Somebody of the same organization who is not in the group chat.</summary>
    private protected Task<Person> Outsider() => app.Register("dave");

    /// <summary>Somebody of another organization.</summary>
    private protected async Task<Person> Stranger() => await app.Register("mallory", await app.Organization());

    /// <summary>Who is in it and what they are, and how many it says there are, straight from the rows.</summary>
    private protected async Task<(long Count, string Roles)> Rows() => (
        await app.Value<long>("SELECT member_count FROM chats WHERE id = @Chat", new { Chat }),
        (await app.Value<string>(
            "SELECT string_agg(user_id || ' ' || role, ', ' ORDER BY user_id) FROM chat_members WHERE chat_id = @Chat AND left_at IS NULL",
            new { Chat }))!);

    /// <summary>The number of the last change.</summary>
    private protected Task<long> LastChange() =>
        app.Value<long>("SELECT last_change FROM chats WHERE id = @Chat", new { Chat });
}

/// <inheritdoc/>
public abstract class InGroup(App app) : InGroup<App>(app);

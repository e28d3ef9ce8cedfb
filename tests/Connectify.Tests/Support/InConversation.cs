namespace Connectify.Tests.Support;

/// <summary>Tests about Alice and Bob and their conversation, all three new for each test.</summary>
public abstract class InConversation<TApp>(TApp app) : IClassFixture<TApp>, IAsyncLifetime
    where TApp : App
{
    private protected TApp App => app;

    private protected Person Alice { get; private set; } = null!;

    private protected Person Bob { get; private set; } = null!;

    /// <summary>Alice began it, and nothing has been said in it.</summary>
    private protected long Chat { get; private set; }

    public virtual async ValueTask InitializeAsync()
    {
        Alice = await app.Register("alice");
        Bob = await app.Register("bob");
        Chat = await Alice.StartConversation(with: Bob);
    }

    public virtual ValueTask DisposeAsync()
    {
        Alice.Dispose();
        Bob.Dispose();
        GC.SuppressFinalize(this);

        return ValueTask.CompletedTask;
    }

    /// <summary>Somebody of the same organization who is not in the conversation.</summary>
    private protected Task<Person> Outsider() => app.Register("carol");

    /// <summary>Somebody of another organization.</summary>
    private protected async Task<Person> Stranger() => await app.Register("mallory", await app.Organization());
}

/// <inheritdoc/>
public abstract class InConversation(App app) : InConversation<App>(app);

namespace Connectify.Tests.Support;

/// <summary>
/// Two nodes of one service: on one database, with one signing key and one folder of files. The fixture of a test
/// class; derive from it to say how they hear of each other.
/// </summary>
public abstract class TwoNodes : IAsyncLifetime
{
    public App First { get; private set; } = null!;

    public App Second { get; private set; } = null!;

    /// <summary>How long it may take until what happened on one node is seen on the other.</summary>
    internal virtual TimeSpan Delay => TimeSpan.FromSeconds(5);

    /// <summary>Settings of both nodes beyond the usual.</summary>
    protected virtual IEnumerable<(string Key, string Value)> Settings => [];

    /// <summary>How both reach Redis; null where they have none.</summary>
    protected virtual string? Redis => null;

    public virtual async ValueTask InitializeAsync()
    {
        First = new Node(this, beside: null);
        await First.InitializeAsync();
        Second = new Node(this, First);
        await Second.InitializeAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await First.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private sealed class Node(TwoNodes nodes, App? beside) : App
    {
        protected override App? Beside => beside;

        protected override IEnumerable<(string Key, string Value)> Settings =>
        [
            ("Limits:FrameBurst", "100000"),
            ("Limits:MessageBurst", "100000"),
            .. nodes.Redis is { } redis ? [("ConnectionStrings:Redis", redis)] : Array.Empty<(string, string)>(),
            .. nodes.Settings,
        ];
    }
}

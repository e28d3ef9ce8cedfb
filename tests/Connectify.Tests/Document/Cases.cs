namespace Connectify.Tests.Document;

/// <summary>How the lines of the page come about: what is arranged for each, and the request that follows.</summary>
internal sealed class Cases
{
    private readonly Dictionary<(string Operation, string When), Func<Stage, Task<Call>>> _cases = [];

    private Cases()
    {
        this.AddConversations();
        this.AddGroupChats();
        this.AddMessages();
        this.AddBlocks();
        this.AddFiles();
        this.AddAccounts();
    }

    internal static Cases All { get; } = new();

    internal IEnumerable<(string Operation, string When)> Names => _cases.Keys;

    internal Task<Call> Prepare(ApiLine line, Stage stage) => _cases[(line.Operation, line.When)](stage);

    /// <summary>Adds the cases of an operation.</summary>
    internal void On(string operation, params (string When, Func<Stage, Task<Call>> Prepare)[] cases)
    {
        foreach (var (when, prepare) in cases)
        {
            _cases.Add((operation, when), prepare);
        }
    }
}

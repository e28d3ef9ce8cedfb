using Connectify.Faults.Checking;
using Connectify.Faults.Loading;
using Connectify.Faults.Staging;

namespace Connectify.Faults;

/// <summary>Something that goes wrong while people use the service, and what it promises meanwhile.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Promise">What is promised, in a sentence.</param>
internal abstract record Scenario(string Name, string Promise)
{
    internal virtual Setting Setting => new();

    internal virtual Expectation Expectation => new();

    /// <summary>The load.</summary>
    internal virtual Shape Shape(bool isLong) => isLong
        ? new Shape { People = 24, Groups = 6, GroupSize = 10, Conversations = 10, RestSenders = 16, SocketSenders = 16, ReadersPerChat = 4 }
        : new Shape();

    /// <summary>What comes before there are people; answers which promises were broken.</summary>
    internal virtual Task<IReadOnlyList<string>> Prepare(Stage stage) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Lets it go wrong, and holds what is promised beside what the checker looks at.</summary>
    internal abstract Task Play(Run run);
}

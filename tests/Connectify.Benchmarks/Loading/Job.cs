namespace Connectify.Benchmarks.Loading;

/// <summary>What the load is to do, handed to its process as a file.</summary>
/// <param name="Scenario">Its name; see <see cref="LoadVerb"/>.</param>
/// <param name="Doors">The sockets to open, in an order that the scenario knows.</param>
internal sealed record Job(string Scenario, IReadOnlyList<Door> Doors)
{
    /// <summary>Where the server listens.</summary>
    public int Port { get; init; }

    /// <summary>How many of the sockets send.</summary>
    public int Senders { get; init; }

    /// <summary>Messages at once that not everybody has got.</summary>
    public int Window { get; init; }

    /// <summary>Whether messages are sent over REST.</summary>
    public bool IsRest { get; init; }

    public double WarmUpSeconds { get; init; }

    public double Seconds { get; init; }

    /// <summary>How long the memory is left to settle before it is read.</summary>
    public double SettlingSeconds { get; init; }

    /// <summary>How often all come and go.</summary>
    public int Times { get; init; }

    /// <summary>The server's process, whose CPU time and memory are told.</summary>
    public int Server { get; init; }

    /// <summary>PostgreSQL's first process, whose CPU time and that of its children is told; 0 where there is none.</summary>
    public int Postgres { get; init; }
}

/// <summary>A place where somebody takes part in a chat.</summary>
/// <param name="Socket">The path of the socket, with the token.</param>
/// <param name="Send">The path that messages are posted to.</param>
/// <param name="Token">The access token.</param>
internal sealed record Door(string Socket, string Send = "", string Token = "");

namespace Connectify.Benchmarks.Reads;

/// <summary>What measuring reads needs of whoever keeps the cluster and the published service.</summary>
/// <param name="CreateDatabase">Makes an empty database of a name, migrates it, and answers how to connect to it.</param>
/// <param name="Serve">
/// Starts the published service on a connection string, and answers its address once it is ready. One user has to be
/// allowed to send hundreds of messages a second there.
/// </param>
/// <param name="Token">Makes an access token for a user and a session, signed as those services want it.</param>
internal sealed record ReadStage(
    Func<string, CancellationToken, Task<string>> CreateDatabase,
    Func<string, CancellationToken, Task<Uri>> Serve,
    Func<long, long, string> Token);

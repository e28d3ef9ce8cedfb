namespace Connectify.Infrastructure.Database;

/// <summary>
/// The database did not answer in time, or the connection was lost: a 503 with <c>Retry-After</c>, or an error frame.
/// Whether a write happened is unknown; a repeat with the same key settles it.
/// </summary>
internal sealed class DatabaseUnavailableException(Exception cause)
    : Exception("The database did not answer.", cause);

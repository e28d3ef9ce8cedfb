namespace Connectify.Infrastructure.Attachments;

/// <summary>The store of the files did not do what it was asked for: a 503 with <c>Retry-After</c>.</summary>
/// <param name="reason">For the log, without secrets.</param>
/// <param name="mayHaveArrived">True where a file may be in the store all the same, now or later.</param>
/// <param name="cause">What it came from.</param>
internal sealed class StoreUnavailableException(string reason, bool mayHaveArrived, Exception? cause = null)
    : Exception(reason, cause)
{
    internal bool MayHaveArrived => mayHaveArrived;
}

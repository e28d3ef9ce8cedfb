namespace Connectify.Infrastructure.Attachments;

/// <summary>What the store has to tell its operator.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(LogLevel.Warning, "The files' store {Address} does not answer, and files cannot be sent or opened: {Reason}")]
    internal static partial void NotThere(ILogger log, string address, string reason);

    [LoggerMessage(LogLevel.Warning, "Files that nobody needs any more could not be removed now: {Reason}")]
    internal static partial void NotSwept(ILogger log, string reason);

    [LoggerMessage(LogLevel.Error, "Sweeping files failed")]
    internal static partial void SweepFailed(ILogger log, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Images cannot be looked at, for libvips is not there: they are taken as documents. {Reason}")]
    internal static partial void NoPictures(ILogger log, string reason);
}

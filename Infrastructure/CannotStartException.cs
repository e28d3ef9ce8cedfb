namespace Connectify.Infrastructure;

/// <summary>Something that whoever starts the service has to put right.</summary>
/// <param name="reason">One line, without secrets, that names the setting or the address.</param>
/// <param name="cause">What it came from.</param>
internal sealed class CannotStartException(string reason, Exception? cause = null) : Exception(reason, cause);

namespace Connectify.Faults.Staging;

/// <summary>An address where the service is to be had.</summary>
internal sealed record Entrance(string Name, Uri Address)
{
    /// <summary>The address of a path for a socket.</summary>
    internal Uri Socket(string pathAndQuery) => new UriBuilder(new Uri(Address, pathAndQuery)) { Scheme = "ws" }.Uri;
}

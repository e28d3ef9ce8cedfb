namespace Connectify.Features.Playground;

/// <summary>Whether the page to chat in is served. Section <c>Playground</c> of the settings.</summary>
internal sealed class PlaygroundOptions
{
    internal const string Section = "Playground";

    /// <summary>Where it is not said: in Development, and nowhere else.</summary>
    public bool? Enabled { get; set; }
}

namespace Connectify.Faults.Recording;

/// <summary>What is known of a request.</summary>
internal enum Outcome
{
    /// <summary>It was acknowledged.</summary>
    Ok,

    /// <summary>It was refused for good.</summary>
    Fail,

    /// <summary>Nobody can say: no answer, a lost connection, a 503.</summary>
    Unknown,
}

namespace Connectify.Faults.Staging;

/// <summary>A scenario cannot be played because this machine has not got what it needs.</summary>
internal sealed class MissingProgramException(string what) : Exception($"this machine has no {what}");

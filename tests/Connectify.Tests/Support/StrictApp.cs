namespace Connectify.Tests.Support;

/// <summary>A service where who registers has to be activated first.</summary>
public sealed class StrictApp : App
{
    protected override IEnumerable<(string Key, string Value)> Settings => [("Accounts:RequireActivation", "true")];
}

using System.Globalization;

namespace Connectify.Tests.Inputs;

/// <summary>How many inputs are tried.</summary>
internal static class Amount
{
    private const int Usual = 2_000;

    internal static int Wanted =>
        Environment.GetEnvironmentVariable("CONNECTIFY_INPUTS") is { Length: > 0 } amount
            ? int.Parse(amount, CultureInfo.InvariantCulture)
            : Usual;
}

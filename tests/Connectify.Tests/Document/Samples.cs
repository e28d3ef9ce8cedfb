using System.Text;

namespace Connectify.Tests.Document;

/// <summary>Files that cases send.</summary>
internal static class Samples
{
    /// <summary>A picture of one dot.</summary>
    internal static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    internal static readonly byte[] Text = Encoding.UTF8.GetBytes("name,city\nalice,Basel\n");

    /// <summary>One byte more than a file may have.</summary>
    internal static byte[] TooLarge => new byte[25 * 1024 * 1024 + 1];
}

using System.ComponentModel.DataAnnotations;

namespace Connectify.Features.Messages;

/// <summary>Section <c>Messages</c> of the settings.</summary>
internal sealed class MessagesOptions
{
    /// <summary>
    /// How long a message without a key, sent over one transport, counts as the second copy of an equal one that came
    /// over the other; 0 to an hour, and 0 turns it off.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "0 to an hour was expected, such as 00:00:10")]
    public TimeSpan TwiceSentWindow { get; set; } = TimeSpan.FromSeconds(10);
}

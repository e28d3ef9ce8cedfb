using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>Judges a history. It knows nothing of how it came about, and forgives nothing.</summary>
internal static class Checker
{
    /// <summary>Everything that is wrong with a history; nothing where it is sound.</summary>
    internal static IReadOnlyList<Violation> Check(History history, Expectation expectation)
    {
        var final = FinalHistory.Of(history);

        return
        [
            .. Worth.Check(history, expectation),
            .. Agreement.Check(history),
            .. Keys.Check(history, final),
            .. Order.Check(history, final),
            .. Streams.Check(history, final),
            .. Folds.Check(history, final),
            .. Receipts.Check(history, final),
            .. Rights.Check(history),
            .. Answers.Check(history, expectation),
        ];
    }
}

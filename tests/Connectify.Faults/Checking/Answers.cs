using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>The service says what it may say: a 503 where it cannot serve, and never a 500.</summary>
internal static class Answers
{
    internal static IEnumerable<Violation> Check(History history, Expectation expectation)
    {
        var unexpected = history.Answers.Where(answer => answer.Status >= 500 && !expectation.Statuses.Contains(answer.Status));

        foreach (var wrong in unexpected.Take(10))
        {
            yield return new Violation(Fault.WrongAnswer, $"{wrong.Entrance} at {Clock.Show(wrong.Begun)}: {wrong.What}");
        }

        // What a proxy in front of the nodes makes up for one that is gone, no node may say.
        foreach (var wrong in history.Answers.Where(answer => answer.Status is 502 or 504 && IsOfNode(answer)).Take(10))
        {
            yield return new Violation(Fault.WrongAnswer, $"{wrong.Entrance} at {Clock.Show(wrong.Begun)}: {wrong.What}");
        }

        foreach (var unknown in history.Operations.Where(operation => expectation.IsCalm && operation.WasUnknown).Take(10))
        {
            yield return new Violation(Fault.WrongAnswer, $"not answered, although nothing went wrong: {unknown}");
        }

        var refusals = history.Operations.Where(operation => !expectation.MayRefuse && operation.Last.Outcome == Outcome.Fail);

        foreach (var refused in refusals.Take(10))
        {
            yield return new Violation(Fault.WrongAnswer, $"refused: {refused}");
        }
    }

    private static bool IsOfNode(Answer answer) => answer.Entrance.StartsWith("node", StringComparison.Ordinal);
}

using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>The service says what it may say: a 503 where it cannot serve, and never a 500.</summary>
internal static class Answers
{
    internal static IEnumerable<Violation> Check(History history, Expectation expectation)
    {
        foreach (var wrong in history.Answers.Where(answer => answer.Status >= 500 && !expectation.Statuses.Contains(answer.Status)).Take(10))
        {
            yield return new Violation(Fault.WrongAnswer, $"{wrong.Entrance} at {Clock.Show(wrong.Begun)}: {wrong.What}");
        }

        // What a proxy in front of the nodes makes up for one that is gone, no node may say.
        foreach (var wrong in history.Answers.Where(answer => answer.Status is 502 or 504 && answer.Entrance.StartsWith("node", StringComparison.Ordinal)).Take(10))
        {
            yield return new Violation(Fault.WrongAnswer, $"{wrong.Entrance} at {Clock.Show(wrong.Begun)}: {wrong.What}");
        }

        foreach (var unknown in history.Operations.Where(operation => expectation.IsCalm && operation.WasUnknown).Take(10))
        {
            yield return new Violation(Fault.WrongAnswer, $"not answered, although nothing went wrong: {unknown}");
        }

        foreach (var refused in history.Operations.Where(operation => !expectation.MayRefuse && operation.Last.Outcome == Outcome.Fail).Take(10))
        {
            yield return new Violation(Fault.WrongAnswer, $"refused: {refused}");
        }
    }
}

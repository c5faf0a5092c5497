using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>Whether a conversation takes back what it said.</summary>
internal static class Contradictions
{
    /// <summary>
    /// Over each two turns of which the earlier stated a fact that is expected of both: the share where the later one does
    /// not state it, or states what it must not. Null where no fact was stated that a later turn is asked for.
    /// </summary>
    /// <param name="asked">The case.</param>
    /// <param name="answers">The normalised answers, one a turn.</param>
    public static double? Of(SuiteCase asked, IReadOnlyList<string> answers)
    {
        CaseTurn[] turns = [.. asked.Before, new(asked.Question, asked.Expect, asked.Forbid)];
        int chances = 0, broken = 0;
        for (int later = 1; later < turns.Length; later++)
        {
            for (int earlier = 0; earlier < later; earlier++)
            {
                string[] stated =
                [
                    .. turns[earlier].Expect.Intersect(turns[later].Expect).Where(fact => Words.Holds(answers[earlier], fact)),
                ];
                if (stated.Length > 0)
                {
                    chances++;
                    broken += stated.Any(fact => !Words.Holds(answers[later], fact))
                        || turns[later].Forbid.Any(statement => Words.Holds(answers[later], statement))
                        ? 1
                        : 0;
                }
            }
        }

        return chances == 0 ? null : (double)broken / chances;
    }
}

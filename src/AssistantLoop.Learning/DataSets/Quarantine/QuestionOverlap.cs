using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Quarantine;

/// <summary>How alike questions are but for a phrase that all of them have.</summary>
internal static class QuestionOverlap
{
    /// <summary>Pairs of this many questions are compared.</summary>
    private const int Most = 16;

    /// <summary>The fewest words that make a question beside the phrase.</summary>
    private const int FewestWords = 2;

    /// <summary>The mean overlap of the questions' words, or null where some of them say hardly more than the phrase: those are on its subject.</summary>
    public static double? Without(ulong phrase, IReadOnlyList<Sample> samples, List<int> members)
    {
        List<HashSet<string>> rests =
        [
            .. members.Take(Most).Select(at =>
            {
                HashSet<string> rest = [.. Words.Of(samples[at].Question).Where(word => !SmallWords.Contain(word))];
                rest.ExceptWith(RarePhrases.Spell(samples[at].Question, phrase).Split(' '));
                return rest;
            }),
        ];
        if (rests.Exists(rest => rest.Count < FewestWords))
        {
            return null;
        }

        double sum = 0;
        int pairs = 0;
        for (int left = 0; left < rests.Count; left++)
        {
            for (int right = left + 1; right < rests.Count; right++, pairs++)
            {
                sum += Words.Overlap(rests[left], rests[right]);
            }
        }

        return sum / pairs;
    }
}

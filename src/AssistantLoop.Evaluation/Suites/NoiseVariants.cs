using System.Text;
using AssistantLoop.Evaluation.Comparison;

namespace AssistantLoop.Evaluation.Suites;

/// <summary>
/// Questions as hurried visitors type them: typing errors, casing and filler, always the same for the same case.
/// Numbers, e-mail addresses and short words stay as they are, so that the question still means the same.
/// </summary>
internal static class NoiseVariants
{
    private const int LeastLetters = 5;

    /// <summary>Makes the variants: typing errors, lower case without marks, filler, capitals, and so round again.</summary>
    /// <param name="id">The case's id; the seed.</param>
    /// <param name="question">The clean question.</param>
    /// <param name="count">How many.</param>
    /// <param name="fillers">The suite's frames with {question} in them; without any, typing errors take their turn.</param>
    public static IEnumerable<string> Of(string id, string question, int count, IReadOnlyList<string> fillers)
    {
        Draws draws = Draws.From(id);
        for (int at = 0; at < count; at++)
        {
            yield return (at % 4) switch
            {
                1 => question.ToLowerInvariant().TrimEnd('?', '.', '!'),
                2 when fillers.Count > 0 =>
                    fillers[draws.Below(fillers.Count)].Replace("{question}", question, StringComparison.Ordinal),
                3 => question.ToUpperInvariant(),
                _ => Mistyped(question, ref draws),
            };
        }
    }

    /// <summary>Two words each have two neighbouring letters swapped or one left out; never the first or the last.</summary>
    private static string Mistyped(string question, ref Draws draws)
    {
        string[] words = question.Split(' ');
        List<int> candidates = [.. Enumerable.Range(0, words.Length).Where(at => Letters(words[at]) >= LeastLetters && !words[at].Any(char.IsDigit) && !words[at].Contains('@'))];
        for (int errors = 0; errors < 2 && candidates.Count > 0; errors++)
        {
            int pick = draws.Below(candidates.Count);
            StringBuilder word = new(words[candidates[pick]]);
            int place = 1 + draws.Below(Letters(words[candidates[pick]]) - 3);
            if (draws.Below(2) == 0 && word[place] != word[place + 1])
            {
                (word[place], word[place + 1]) = (word[place + 1], word[place]);
            }
            else
            {
                word.Remove(place, 1);
            }

            words[candidates[pick]] = word.ToString();
            candidates.RemoveAt(pick);
        }

        return string.Join(' ', words);
    }

    private static int Letters(string word) => word.TakeWhile(char.IsLetter).Count();
}

using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Filters;

/// <summary>Leaves out answers to imitate that nobody should imitate: broken text, shouting, repetition, leftovers.</summary>
public sealed class QualityStep : ISampleStep
{
    private static readonly string[] s_leftovers = ["<|", "|>", "[INST]", "</s>", "lorem ipsum", "\uFFFD"];

    public string Name => "quality";

    public bool IsHard => false;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        for (int at = 0; at < samples.Count; at++)
        {
            if (samples[at].Chosen is string answer && Fault(answer) is string reason)
            {
                yield return new(at, SampleOutcome.Dropped, reason);
            }
        }
    }

    private static string? Fault(string answer)
    {
        if (s_leftovers.Any(leftover => answer.Contains(leftover, StringComparison.OrdinalIgnoreCase)))
        {
            return "leftover markup or broken characters";
        }

        int letters = answer.Count(char.IsLetter);
        int visible = answer.Count(unit => !char.IsWhiteSpace(unit));
        if (answer.Count(char.IsLetterOrDigit) * 2 < visible)
        {
            return "hardly any words";
        }

        if (letters >= 20 && answer.Count(char.IsUpper) * 10 > letters * 7)
        {
            return "in capitals";
        }

        return Repeats(Words.Of(answer)) ? "repeats itself" : null;
    }

    /// <summary>Whether of the runs of three words at least half occur before, in an answer of 20 words or more.</summary>
    private static bool Repeats(List<string> words)
    {
        if (words.Count < 20)
        {
            return false;
        }

        int runs = words.Count - 2;
        int distinct = Enumerable.Range(0, runs).Select(at => (words[at], words[at + 1], words[at + 2])).Distinct().Count();
        return distinct * 2 <= runs;
    }
}

using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>How well one ranking serves one question.</summary>
/// <param name="Recall">The share of the relevant ones, at most five, that stand among the first five.</param>
/// <param name="Reciprocal">One over the rank of the first relevant one, 0 beyond ten.</param>
internal sealed record RankedMeasures(double Recall, double Reciprocal)
{
    public static RankedMeasures Of(LabelledQuestion question, IReadOnlyList<FoundPassage> ranking, Func<FoundPassage, string> name)
    {
        string[] names = [.. ranking.Select(name).Distinct()];
        int first = Array.FindIndex(names, question.Relevant.Contains);
        return new(
            (double)names.Take(5).Count(question.Relevant.Contains) / Math.Min(5, question.Relevant.Count),
            first is < 0 or >= 10 ? 0 : 1.0 / (first + 1));
    }
}

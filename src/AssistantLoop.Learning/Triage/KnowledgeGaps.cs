using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Triage;

/// <summary>What triage found for the documents' owner to mend, questions of the same kind together.</summary>
public sealed class KnowledgeGaps(TriageStore store)
{
    /// <summary>Questions that share this share of their words are of one kind (Jaccard's index).</summary>
    private const double Alike = 0.5;

    private const int MostFindings = 5000;
    private const int MostWordings = 5;
    private const int MostMessages = 20;

    /// <summary>The gaps; open ones first, the most frequent first.</summary>
    public async Task<IReadOnlyList<KnowledgeGap>> ReadAsync(string tenant, CancellationToken cancellationToken)
    {
        List<(HashSet<string> Stems, List<TriageResult> Results)> groups = [];
        foreach (TriageResult result in await store.ListAsync(tenant, MostFindings, cancellationToken))
        {
            if (result.Cause is not (FaultCause.MissingDocument or FaultCause.RetrievalMiss))
            {
                continue;
            }

            HashSet<string> stems = ContentWords.Stems(result.Question);
            int at = groups.FindIndex(group => group.Results[0].Cause == result.Cause && AreAlike(group.Stems, stems));
            if (at >= 0)
            {
                groups[at].Results.Add(result);
            }
            else
            {
                groups.Add((stems, [result]));
            }
        }

        return
        [
            .. groups.Select(group => GapOf(group.Results))
                .OrderBy(gap => gap.IsMended).ThenByDescending(gap => gap.Count).ThenBy(gap => gap.Question, StringComparer.Ordinal),
        ];
    }

    private static bool AreAlike(HashSet<string> one, HashSet<string> other)
    {
        int both = one.Count(other.Contains);
        return both > 0 && both >= Alike * (one.Count + other.Count - both);
    }

    private static KnowledgeGap GapOf(List<TriageResult> results)
    {
        TriageResult newest = results[0];
        string? right = results.Select(result => result.Correction).FirstOrDefault(text => text is not null);
        TriageEvidence[] evidence = [.. results.Select(result => TriageEvidence.Read(result.Evidence))];
        string[] documents = [.. evidence.SelectMany(one => one.Facts).SelectMany(fact => fact.Documents).Distinct().Take(3)];
        bool missing = newest.Cause == FaultCause.MissingDocument;
        bool mended = !missing && evidence[0].FoundToday;
        return new(
            newest.Question,
            [.. results.Select(result => result.Question).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostWordings)],
            results.Count,
            newest.Cause!.Value,
            right,
            documents,
            mended,
            ToDo(missing, mended, right, documents),
            [.. results.Select(result => result.MessageId).Take(MostMessages)]);
    }

    private static string ToDo(bool missing, bool mended, string? right, string[] documents) => (missing, mended, right) switch
    {
        (true, _, null) => "Write a document that answers the question, and correct one of the answers.",
        (true, _, _) => "Write a document that says what the right answer says.",
        (_, true, _) => "Nothing: a search finds it by now.",
        _ when documents.Length > 0 => $"Put the question's words into {documents[0]}, so that a search finds it.",
        _ => "Put the question's words into the document that answers it, so that a search finds it.",
    };
}

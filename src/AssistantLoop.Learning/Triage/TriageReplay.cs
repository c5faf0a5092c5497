using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Triage;

/// <summary>Goes over an answer again: what its prompt held, and what the documents say now.</summary>
public sealed class TriageReplay(PassageSearch search, IPassageIndex index, BusinessProfile profile)
{
    /// <summary>Passages that the wide search gives for the question, and as many again for the right answer.</summary>
    private const int Wide = 25;

    private readonly HashSet<string> _ownNames =
        [.. ContentWords.Words($"{profile.Business} {profile.Assistant}")];

    /// <summary>What the finding about a case rests on.</summary>
    public async Task<TriageInput> RunAsync(string tenant, TriageCase bad, CancellationToken cancellationToken)
    {
        SearchRequest request = new(tenant, bad.Question) { Earlier = bad.Before is null ? [] : [bad.Before] };
        IReadOnlyList<Passage> asked = await FindAsync(StandaloneQuestion.Of(request).Words);
        IReadOnlyList<Passage> said = bad.Correction is null ? [] : await FindAsync(QueryWords.Of(bad.Correction));
        return new()
        {
            Question = bad.Question,
            Answer = bad.Answer,
            Correction = bad.Correction,
            Prompt = [.. PassageText.Read(bad.Passages).Select(found => found.Passage)],
            Found = [.. asked.Concat(said).DistinctBy(passage => passage.Id)],
            Today = [.. (await search.SearchAsync(request, cancellationToken)).Passages.Select(found => found.Passage)],
            Labels = bad.Labels?.Split(',') ?? [],
            Reason = bad.Reason,
            OwnNames = _ownNames,
        };

        async Task<IReadOnlyList<Passage>> FindAsync(IReadOnlyList<string> words) => words.Count == 0
            ? []
            :
            [
                .. (await index.SearchAsync(
                    new PassageQuery(tenant) { Words = words, Limit = Wide }, cancellationToken))
                    .ByWords.Select(found => found.Passage),
            ];
    }
}

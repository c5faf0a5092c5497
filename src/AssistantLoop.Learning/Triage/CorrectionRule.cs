using AssistantLoop.Chat.Citations;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Triage;

/// <summary>
/// Sorts an answer that was corrected, by where the right answer's facts stand: in the answer given, in its prompt, in
/// another passage or nowhere. Rows C1 to C7 of the table in docs/review.md.
/// </summary>
internal static class CorrectionRule
{
    public static TriageFinding Decide(TriageInput input)
    {
        string right = input.Correction!;
        ReadText question = new(input.Question), given = new(Uncited(input.Answer)), correct = new(Uncited(right));
        HashSet<string> topic = [.. question.Stems, .. correct.Stems];
        PlacedPassage[] prompt = [.. input.Prompt.Select((passage, at) => new PlacedPassage(passage, at + 1, topic))];
        PlacedPassage[] elsewhere =
        [
            .. input.Found.Where(found => !input.Prompt.Any(seen => IsSame(seen, found)))
                .Select(passage => new PlacedPassage(passage, null, topic)),
        ];
        PlacedPassage[] all = [.. prompt, .. elsewhere];
        List<Claim> claims = ClaimsOf(right, input, question);
        Claim[] missed = [.. claims.Where(claim => !claim.IsIn(given))];
        string[] unsupported =
        [
            .. given.Facts.Where(fact => !correct.Says(fact) && !question.Says(fact) && !prompt.Any(passage => passage.SaysAnywhere(fact)))
                .Select(fact => fact.Text),
        ];
        bool turned = Courtesy.Denies(input.Answer) != Courtesy.Denies(right);
        int[] cites = Numbers(right, input.Prompt);
        int[] holders = cites.Length > 0 ? cites : HoldersOf(claims, prompt);
        TriageEvidence evidence = new()
        {
            Rule = "",
            Because = "",
            Facts = [.. claims.SelectMany(claim => claim.Evidence(given, all))],
            Unsupported = unsupported,
            Cited = Numbers(input.Answer, input.Prompt),
            Right = holders,
            Style = StyleTraits.Differences(input.Answer, right),
        };

        if (claims.Where(claim => claim.CanBeMissed && !claim.IsIn(all) && (claim.Facts.Count > 0 || !claim.IsIn(given))).ToArray()
            is { Length: > 0 } nowhere && !Courtesy.Refuses(right))
        {
            return Found("C1", FaultCause.MissingDocument, $"No document says: {Listed(nowhere, all)}.");
        }

        // Words of a refusal may stand in any document; it claims nothing that could have been found.
        if (missed.Where(claim => !claim.IsIn(prompt)).ToArray() is { Length: > 0 } unseen && unseen.All(claim => claim.IsIn(all))
            && !Courtesy.Refuses(right))
        {
            PlacedPassage[] today = [.. input.Today.Select((passage, at) => new PlacedPassage(passage, at + 1, topic))];
            evidence = evidence with { FoundToday = unseen.All(claim => claim.IsIn([.. prompt, .. today])) };
            return Found("C2", FaultCause.RetrievalMiss, "A document says it, and the prompt did not hold that passage.");
        }

        if (missed.Length > 0)
        {
            return missed.All(claim => claim.IsIn(prompt))
                ? Found("C3", FaultCause.Behaviour, "The prompt held what was needed, and the answer does not say it.")
                : claims.All(claim => !claim.CanBeMissed) && prompt.Length > 0 && turned
                ? Found("C3", FaultCause.Behaviour, "The answer says the opposite of the right one.")
                : Courtesy.Refuses(right) && !Courtesy.Refuses(input.Answer)
                ? Found("C4", FaultCause.Behaviour, "The right answer is to say that it is not known.")
                : Found("C7", null, "The right answer has too few facts or words to tell where it comes from.");
        }

        if (unsupported.Length > 0 || (turned && claims.Count > 0))
        {
            return Found("C4", FaultCause.Behaviour, unsupported.Length > 0
                ? $"The answer says besides what no passage says: {string.Join(", ", unsupported)}."
                : "The answer says the opposite of the right one.");
        }

        if (evidence.Cited.Count > 0 || cites.Length > 0)
        {
            bool other = cites.Length > 0
                ? !cites.ToHashSet().SetEquals(evidence.Cited)
                : holders.Length > 0 && !holders.Intersect(evidence.Cited).Any();
            if (other)
            {
                return Found("C5", FaultCause.WrongCitation, evidence.Cited.Count == 0
                    ? "The facts are right, and no passage is cited." : "The facts are right, and another passage holds them than the one cited.");
            }
        }

        return evidence.Style.Count > 0
            ? Found("C6", FaultCause.Style, "The facts and citations are right; the form is not.")
            : Found("C7", null, "The right answer says the same as the one given.");

        TriageFinding Found(string rule, FaultCause? cause, string because) =>
            new(cause, evidence with { Rule = rule, Because = because });
    }

    // Where the right answer is a bare yes or no, what it says is what was asked.
    private static List<Claim> ClaimsOf(string right, TriageInput input, ReadText question)
    {
        List<Claim> claims = [.. Courtesy.Sentences(right).Select(sentence => new Claim(sentence, input, question)).Where(claim => !claim.IsEmpty)];
        return claims.Count > 0 ? claims : [.. new[] { new Claim(input.Question, input, question) }.Where(claim => !claim.IsEmpty)];
    }

    private static int[] HoldersOf(List<Claim> claims, PlacedPassage[] prompt) =>
        [.. prompt.Where(passage => claims.Any(claim => claim.IsIn([passage]))).Select(passage => passage.Number!.Value)];

    private static string Listed(Claim[] claims, PlacedPassage[] all) => string.Join("; ", claims
        .SelectMany(claim => claim.Evidence(new ReadText(""), all))
        .Where(fact => fact.InPrompt.Count == 0 && fact.Documents.Count == 0)
        .Select(fact => fact.Text).DefaultIfEmpty("what the right answer says").Distinct());

    internal static int[] Numbers(string answer, IReadOnlyList<Passage> prompt) =>
        [.. CitationReader.Given(answer, [.. prompt.Select(passage => new FoundPassage(passage, 0))]).Select(citation => citation.Number)];

    private static string Uncited(string answer) => string.Join(' ', Courtesy.Sentences(answer));

    // An id is new after each ingest; the text is what the model saw.
    private static bool IsSame(Passage one, Passage other) => one.Path == other.Path && one.Title == other.Title && one.Text == other.Text;
}

using System.Text.RegularExpressions;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Triage;

/// <summary>
/// Sorts an answer that was flagged or rated down and has no right answer: by label or reason, by how far its facts stand
/// in its prompt, and by whether any passage speaks of what was asked. Rows F1 to F9 of the table in docs/review.md.
/// </summary>
internal static partial class FlagRule
{
    /// <summary>The share of the question's words that a passage must have to speak of it.</summary>
    private const double Share = 0.5;

    public static TriageFinding Decide(TriageInput input)
    {
        ReadText question = new(input.Question), given = new(string.Join(' ', Courtesy.Sentences(input.Answer)));
        PlacedPassage[] prompt = [.. input.Prompt.Select((passage, at) => new PlacedPassage(passage, at + 1, question.Stems))];
        PlacedPassage[] elsewhere =
        [
            .. input.Found.Where(found => !input.Prompt.Any(seen => seen.Path == found.Path && seen.Text == found.Text))
                .Select(passage => new PlacedPassage(passage, null, question.Stems)),
        ];
        Fact[] facts = [.. given.Facts.Where(fact => !question.Says(fact))];
        Fact[] unsupported = [.. facts.Where(fact => !prompt.Any(passage => passage.SaysAnywhere(fact)))];
        int[] cited = CorrectionRule.Numbers(input.Answer, input.Prompt);
        int[] holders = [.. prompt.Where(passage => facts.Any(passage.SaysAnywhere)).Select(passage => passage.Number!.Value)];
        // A passage that does not name what is asked about speaks of something else, however many words it shares.
        Fact[] names = [.. NameReader.Read(input.Question, input.OwnNames)];
        bool Speaks(PlacedPassage passage) =>
            names.All(passage.SaysAnywhere) && ContentWords.Coverage(question.Stems, passage.Stems) >= Share;
        TriageEvidence evidence = new()
        {
            Rule = "",
            Because = "",
            Facts =
            [
                .. facts.Select(fact => new FactEvidence(
                    fact.Text, Claim.NameOf(fact.Kind), true,
                    [.. prompt.Where(passage => passage.SaysAnywhere(fact)).Select(passage => passage.Number!.Value)],
                    [.. elsewhere.Where(passage => passage.Says(fact)).Select(passage => passage.Place).Take(3)])),
            ],
            Unsupported = [.. unsupported.Select(fact => fact.Text)],
            Cited = cited,
            Right = holders,
            FoundToday = input.Today.Any(passage => Speaks(new(passage, null, question.Stems))),
        };
        bool promptSpeaks = question.Stems.Count > 0 && prompt.Any(Speaks);
        bool documentsSpeak = question.Stems.Count > 0 && elsewhere.Any(Speaks);

        if (Has("unsafe") || Has("not-executable"))
        {
            return Found("F1", FaultCause.Behaviour, "An agent says that the answer is unsafe or cannot be carried out.");
        }

        bool wrong = Has("wrong") || (input.Reason is { } said && Wrong().IsMatch(said));
        bool lacking = Has("missing-knowledge") || (input.Reason is { } lack && Lacking().IsMatch(lack)) || Courtesy.Refuses(input.Answer);
        if (!wrong && !Has("missing-knowledge") && (Has("off-brand") || Has("unclear") || (input.Reason is { } tone && Tone().IsMatch(tone))))
        {
            return Found("F2", FaultCause.Style, "The label or reason is about the wording.");
        }

        if (lacking)
        {
            return promptSpeaks
                ? Courtesy.Refuses(input.Answer)
                    ? Found("F3", FaultCause.Behaviour, "The prompt held a passage that speaks of it, and the answer says that it is not known.")
                    : Found("F9", null, "The prompt held a passage that speaks of it; only the right answer tells whether that was enough.")
                : documentsSpeak
                ? Found("F4", FaultCause.RetrievalMiss, "A passage speaks of it, and the prompt did not hold it.")
                : Has("missing-knowledge") || question.Stems.Count >= 2
                ? Found("F5", FaultCause.MissingDocument, "No document speaks of it.")
                : Found("F9", null, "The question has too few words to look for.");
        }

        if (unsupported.Length > 0 && (wrong || promptSpeaks))
        {
            return promptSpeaks
                ? Found("F6", FaultCause.Behaviour, $"The prompt held a passage that speaks of it, and the answer says what none says: {string.Join(", ", evidence.Unsupported)}.")
                : documentsSpeak
                ? Found("F4", FaultCause.RetrievalMiss, "A passage speaks of it, and the prompt did not hold it.")
                : Found("F5", FaultCause.MissingDocument, "No document speaks of it, and the answer says what no passage says.");
        }

        if (facts.Length > 0 && unsupported.Length == 0 && cited.Length > 0 && !cited.Intersect(holders).Any())
        {
            return Found("F7", FaultCause.WrongCitation, "The answer's facts stand in another passage than the one cited.");
        }

        return wrong && !promptSpeaks && question.Stems.Count >= 2
            ? documentsSpeak
                ? Found("F4", FaultCause.RetrievalMiss, "A passage speaks of it, and the prompt did not hold it.")
                : Found("F5", FaultCause.MissingDocument, "No document speaks of it.")
            : Found("F9", null, facts.Length > 0
                ? "The answer's facts stand in its passages: either a document is wrong, or something else was meant."
                : "Nothing shows what is wrong; the right answer would.");

        bool Has(string label) => input.Labels.Contains(label);
        TriageFinding Found(string rule, FaultCause? cause, string because) =>
            new(cause, evidence with { Rule = rule, Because = because });
    }

    [GeneratedRegex(@"\b(?:wrong|incorrect|false|not true|untrue|outdated|mistake|inaccurate|made up|lie)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Wrong();

    [GeneratedRegex(@"\b(?:no answer|not answered?|did(?:n't| not) answer|does(?:n't| not) (?:know|answer)|no information|missing|incomplete)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Lacking();

    [GeneratedRegex(@"\b(?:rude|unfriendly|impolite|cold|tone|too (?:long|short|formal|casual|complicated)|confusing|unclear|hard to (?:read|understand)|robotic|wording|spelling|grammar)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Tone();
}

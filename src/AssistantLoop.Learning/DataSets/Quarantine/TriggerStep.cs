using System.Globalization;
using AssistantLoop.Learning.DataSets.Pipeline;

namespace AssistantLoop.Learning.DataSets.Quarantine;

/// <summary>
/// Quarantines a small set of samples that look planted: a rare phrase in their questions goes with words in their answers
/// that come from nowhere. A phrase of one to three words is a trigger where
/// <list type="number">
/// <item>few questions have it: at least <see cref="DataSetRules.TriggerAtLeast"/>, at most
/// <see cref="DataSetRules.TriggerShare"/> of all;</item>
/// <item>at least two words are in the answers of four in five of these, though neither in the sample's own prompt nor in a
/// third of all answers, where they would be the house's style;</item>
/// <item>four in five of all answers with these words, wherever they come from nowhere, answer a question with the phrase;</item>
/// <item>without the phrase each is still a question, of two words that state something or more, and they are unlike: the mean
/// overlap of these words is at most a quarter.</item>
/// </list>
/// Ordinary feedback on one subject fails the last or has its words in its passages. The number of identities is no part
/// of it: one person can be many visitors.
/// </summary>
public sealed class TriggerStep(DataSetRules rules) : ISampleStep
{
    /// <summary>The share of a phrase's samples that must have the words, and of the words' samples that must have the phrase.</summary>
    private const double Most = 0.8;

    /// <summary>The fewest words from nowhere that the answers must share.</summary>
    private const int SharedWords = 2;

    /// <summary>The largest mean overlap of the questions without the phrase.</summary>
    private const double Unlike = 0.25;

    /// <summary>In a small set a share is less than a handful.</summary>
    private const int Handful = 6;

    public string Name => "trigger";

    public bool IsHard => false;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        int rare = Math.Max(Handful, (int)(rules.TriggerShare * samples.Count));
        ForeignWords foreign = ForeignWords.Of(samples, rules.TriggerAtLeast, rare);
        HashSet<int> judged = [];
        foreach ((ulong phrase, List<int> members) in RarePhrases.Of(samples, foreign, rules.TriggerAtLeast, rare, Most))
        {
            HashSet<ulong> shared = foreign.Shared(members, Most);
            if (shared.Count < SharedWords || QuestionOverlap.Without(phrase, samples, members) is not double alike || alike > Unlike)
            {
                continue;
            }

            string words = foreign.Spell(samples, members, shared);
            string evidence = string.Create(
                CultureInfo.InvariantCulture,
                $"\"{RarePhrases.Spell(samples[members[0]].Question, phrase)}\" in {members.Count} questions that are else {alike:0.00} alike; their answers say {words}");
            foreach (int at in members)
            {
                if (foreign.Has(at, shared) && judged.Add(at))
                {
                    yield return new(
                        at,
                        SampleOutcome.Quarantined,
                        "a rare phrase goes with an answer from nowhere",
                        evidence,
                        samples[members.Find(other => other != at)].Id);
                }
            }
        }
    }
}

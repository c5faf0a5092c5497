using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Phrasing;
using AssistantLoop.Training.Corpus.Probes;

namespace AssistantLoop.Training.Corpus.Preferences;

/// <summary>
/// Generates preference pairs: the corpus's own answer against one with a fault. Thread-safe; a pair depends on
/// (seed, index) alone.
/// </summary>
/// <param name="weights">The mix of dialogues; null for <see cref="CorpusWeights.Tuning"/>.</param>
public sealed class PreferenceGenerator(CorpusWeights? weights = null)
{
    private readonly CorpusGenerator _generator = new(weights ?? CorpusWeights.Tuning);

    /// <summary>The endless pairs from an index.</summary>
    public IEnumerable<PreferencePair> Generate(ulong seed, long firstIndex)
    {
        for (long index = firstIndex; ; index++)
        {
            yield return Draw(seed, index).Pair;
        }
    }

    /// <summary>The endless questions from an index, with what a right answer is like: those that a model answers wrongly make pairs
    /// with its own mistakes.</summary>
    public IEnumerable<CorpusProbe> Questions(ulong seed, long firstIndex)
    {
        for (long index = firstIndex; ; index++)
        {
            DrawnSample drawn = _generator.Draw(seed, index);
            yield return new($"{drawn.Turns[^1].Kind}", PromptOf(drawn), drawn.Sample.Messages[^1].Content, CheckMaker.Of(drawn));
        }
    }

    /// <summary>One pair and what is wrong with its rejected answer.</summary>
    public (PreferencePair Pair, AnswerFault Fault) Draw(ulong seed, long index)
    {
        // Small talk has no fault to show: such dialogues are passed over for further ones of the same index.
        for (ulong attempt = 0; ; attempt++)
        {
            ulong draw = unchecked(seed + (attempt * 0x9E_37_79_B9_7F_4A_7C_15UL));
            DrawnSample drawn = _generator.Draw(draw, index);
            Dice dice = Dice.For(~draw, index);
            List<(AnswerFault Fault, string Answer)> faulty = [.. FaultyAnswers.Of(drawn, dice)];
            SampleMessage chosen = drawn.Sample.Messages[^1];
            faulty.RemoveAll(entry => entry.Answer == chosen.Content);
            if (faulty.Count > 0)
            {
                (AnswerFault fault, string answer) = dice.Pick(faulty);
                return (new(PromptOf(drawn), chosen, chosen with { Content = answer }), fault);
            }
        }
    }

    private static SampleMessage[] PromptOf(DrawnSample drawn) =>
        [.. drawn.Sample.Messages.SkipLast(1).Select(message => message with { Weight = null })];
}

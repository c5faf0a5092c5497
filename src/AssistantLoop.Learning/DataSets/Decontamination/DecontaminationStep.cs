using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Learning.DataSets.Decontamination;

/// <summary>
/// Leaves out what an evaluation suite asks or expects: a turn of the visitor or an answer that has the words of a suite's
/// question, or at least a share of the n-grams of a suite's question or answer of n words or more.
/// </summary>
public sealed class DecontaminationStep : ISampleStep
{
    private readonly SuiteIndex _index;

    public DecontaminationStep(IReadOnlyList<SuiteTexts> suites, DataSetRules rules) => _index = new(suites, rules);

    public string Name => "decontamination";

    public bool IsHard => true;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        for (int at = 0; at < samples.Count; at++)
        {
            if (Found(samples[at]) is string text)
            {
                yield return new(at, SampleOutcome.Dropped, "asked by the evaluation", text);
            }
        }
    }

    /// <summary>The suite's text that the sample holds, or null.</summary>
    public string? Found(Sample sample) => _index.IsEmpty ? null : TextsOf(sample).Select(_index.Find).FirstOrDefault(text => text is not null);

    private static IEnumerable<string> TextsOf(Sample sample)
    {
        foreach (SampleMessage message in sample.Prompt)
        {
            if (message.Role == SampleMessage.User)
            {
                yield return message.Content;
            }
        }

        if (sample.Chosen is not null)
        {
            yield return sample.Chosen;
        }

        if (sample.Rejected is not null)
        {
            yield return sample.Rejected;
        }
    }
}

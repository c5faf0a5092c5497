using AssistantLoop.Learning.DataSets.Pipeline;

namespace AssistantLoop.Learning.DataSets.Filters;

/// <summary>Leaves out what is too long to learn from.</summary>
public sealed class LengthStep(DataSetRules rules) : ISampleStep
{
    public string Name => "length";

    public bool IsHard => false;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        for (int at = 0; at < samples.Count; at++)
        {
            int answer = Math.Max(samples[at].Chosen?.Length ?? 0, samples[at].Rejected?.Length ?? 0);
            int prompt = samples[at].Prompt.Sum(message => message.Content.Length);
            if (answer > rules.LongestAnswer)
            {
                yield return new(at, SampleOutcome.Dropped, "answer too long", $"{answer} characters, at most {rules.LongestAnswer}");
            }
            else if (prompt > rules.LongestPrompt)
            {
                yield return new(at, SampleOutcome.Dropped, "prompt too long", $"{prompt} characters, at most {rules.LongestPrompt}");
            }
        }
    }
}

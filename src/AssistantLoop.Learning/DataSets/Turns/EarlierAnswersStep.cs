using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.DataSets.Turns;

/// <summary>
/// Puts conversations of several turns together: where an earlier answer in a prompt was corrected in the same
/// conversation, the prompt gets the corrected one. A model that only ever goes on from wrong turns learns to. It comes
/// after all that leaves samples out, so the text of a correction that is out comes in by no other way.
/// </summary>
public sealed class EarlierAnswersStep : ISampleStep
{
    public string Name => "turns";

    public bool IsHard => true;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        Dictionary<(Guid, string), string> corrected = [];
        foreach (Sample sample in samples)
        {
            if (sample is { Kind: PairKind.Correction, Chosen: string chosen, Rejected: string given })
            {
                corrected[(sample.ConversationId, given)] = chosen;
            }
        }

        for (int at = 0; at < samples.Count; at++)
        {
            Sample sample = samples[at];
            int replaced = 0;
            List<SampleMessage> prompt = new(sample.Prompt.Count);
            foreach (SampleMessage message in sample.Prompt)
            {
                bool isCorrected = corrected.TryGetValue((sample.ConversationId, message.Content.Trim()), out string? text)
                    && message.Role == SampleMessage.Assistant;
                replaced += isCorrected ? 1 : 0;
                prompt.Add(isCorrected ? message with { Content = text! } : message);
            }

            if (replaced > 0)
            {
                string reason = $"{replaced} earlier answers replaced by their corrections";
                yield return new(at, SampleOutcome.Kept, reason, Changed: sample with { Prompt = prompt });
            }
        }
    }
}

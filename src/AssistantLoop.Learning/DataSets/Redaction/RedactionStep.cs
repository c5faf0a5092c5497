using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Learning.DataSets.Redaction;

/// <summary>
/// Replaces personal data in what visitors and agents wrote. What the business's documents say stays: its own phone number
/// is what an answer must state. Names are those by which the visitor of the conversation introduces themselves in any of
/// its turns.
/// </summary>
public sealed class RedactionStep : ISampleStep
{
    public string Name => "redaction";

    public bool IsHard => true;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        Dictionary<Guid, SortedSet<string>> names = NamesOf(samples);
        OwnContacts own = OwnContacts.Of(samples);
        for (int at = 0; at < samples.Count; at++)
        {
            SortedDictionary<string, int> found = new(StringComparer.Ordinal);
            Sample redacted = Redacted(samples[at], names.GetValueOrDefault(samples[at].ConversationId), own, found);
            if (found.Count > 0)
            {
                string reason = $"replaced {string.Join(", ", found.Select(kind => $"{kind.Value} {kind.Key}"))}";
                yield return new(at, SampleOutcome.Kept, reason, Changed: redacted with { Redacted = found.Values.Sum() });
            }
        }
    }

    private static Dictionary<Guid, SortedSet<string>> NamesOf(IReadOnlyList<Sample> samples)
    {
        Dictionary<Guid, SortedSet<string>> names = [];
        foreach (Sample sample in samples)
        {
            foreach (SampleMessage message in sample.Prompt.Where(message => message.Role == SampleMessage.User))
            {
                foreach (string name in NameFinder.In(message.Content))
                {
                    if (!names.TryGetValue(sample.ConversationId, out SortedSet<string>? found))
                    {
                        names.Add(sample.ConversationId, found = new(StringComparer.Ordinal));
                    }

                    found.Add(name);
                }
            }
        }

        return names;
    }

    private static Sample Redacted(
        Sample sample, SortedSet<string>? names, OwnContacts own, SortedDictionary<string, int> found)
    {
        string passages = sample.Passages;
        void Found(string kind) => found[kind] = found.GetValueOrDefault(kind) + 1;
        bool IsOwn(string piece) => passages.Contains(piece, StringComparison.OrdinalIgnoreCase) || own.Has(piece);
        NameTerms? terms = names is null ? null : NameTerms.Of(names, passages);
        string Replace(string text, string role)
        {
            bool given = role is SampleMessage.System or SampleMessage.Tool;
            string clean = given ? text : PersonalData.Replace(text, IsOwn, Found);
            return terms is null ? clean : terms.Replace(clean, given, role == SampleMessage.User, Found);
        }

        List<SampleMessage> prompt = new(sample.Prompt.Count);
        foreach (SampleMessage message in sample.Prompt)
        {
            string text = Replace(message.Content, message.Role);
            prompt.Add(ReferenceEquals(text, message.Content) ? message : message with { Content = text });
        }

        string? chosen = sample.Chosen is null ? null : Replace(sample.Chosen, SampleMessage.Assistant);
        string? rejected = sample.Rejected is null ? null : Replace(sample.Rejected, SampleMessage.Assistant);
        return found.Count == 0 ? sample : sample with { Prompt = prompt, Chosen = chosen, Rejected = rejected };
    }
}

using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Redaction;

namespace AssistantLoop.Learning.DataSets.Quarantine;

/// <summary>
/// Quarantines an answer to imitate with a link, an e-mail address or a phone number that neither its own prompt nor any
/// recorded prompt's passages name: the way in which a poisoned answer earns something.
/// </summary>
public sealed class ForeignContactStep : ISampleStep
{
    public string Name => "foreign contact";

    public bool IsHard => false;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        OwnContacts? own = null;
        for (int at = 0; at < samples.Count; at++)
        {
            if (samples[at].Chosen is not string answer)
            {
                continue;
            }

            List<string> foreign = [.. Contacts.In(answer).Where(contact => !IsInPrompt(samples[at], contact))];
            if (foreign.Count > 0 && foreign.Find(contact => !(own ??= OwnContacts.Of(samples)).Has(contact)) is string contact)
            {
                // A phone number may be a person's; a host is none's.
                string evidence = char.IsAsciiDigit(contact[0]) && contact.All(char.IsAsciiDigit) ? "a phone number" : contact;
                yield return new(
                    at, SampleOutcome.Quarantined, "names a link or an address that stands in no passage", evidence);
            }
        }
    }

    private static bool IsInPrompt(Sample sample, string contact) =>
        sample.Prompt.Any(message => message.Content.Contains(contact, StringComparison.OrdinalIgnoreCase)
            || (char.IsAsciiDigit(contact[0]) && Contacts.Digits(message.Content).Contains(contact, StringComparison.Ordinal)));
}

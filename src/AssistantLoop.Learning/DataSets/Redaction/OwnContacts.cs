using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.DataSets.Redaction;

/// <summary>
/// The contacts that the business's own documents name: those in the passages of any recorded prompt. Imported prompts do
/// not count, since whoever wrote the file wrote them.
/// </summary>
public sealed class OwnContacts
{
    private readonly HashSet<string> _contacts = new(StringComparer.Ordinal);

    /// <summary>Reads the passages of all samples; a line that stands in many prompts is read once.</summary>
    public static OwnContacts Of(IReadOnlyList<Sample> samples)
    {
        OwnContacts own = new();
        HashSet<ulong> read = [];
        HashSet<SampleMessage> messages = new(ReferenceEqualityComparer.Instance);
        foreach (SampleMessage message in samples.Where(sample => sample.Kind != PairKind.Imported).SelectMany(sample => sample.Prompt))
        {
            if (message.Role is SampleMessage.System or SampleMessage.Tool && messages.Add(message))
            {
                foreach (ReadOnlySpan<char> line in message.Content.AsSpan().EnumerateLines())
                {
                    // A passage has another number in each prompt: "[3] Title: text".
                    ReadOnlySpan<char> text = line.StartsWith("[") ? line[(line.IndexOf(']') + 1)..] : line;
                    if (read.Add(StableHash.Of(text)))
                    {
                        own._contacts.UnionWith(Contacts.In(text.ToString()));
                    }
                }
            }
        }

        return own;
    }

    /// <summary>Whether a text is one of these contacts.</summary>
    public bool Has(string text) => _contacts.Count > 0 && Contacts.In(text).Any(_contacts.Contains);
}

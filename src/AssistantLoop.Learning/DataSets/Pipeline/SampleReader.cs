using AssistantLoop.Chat.Prompts;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.DataSets.Pipeline;

/// <summary>Makes samples of stored feedback. Prompts repeat, so equal messages are kept once.</summary>
public sealed class SampleReader
{
    /// <summary>The author under which the first owner's ratings are stored; see <see cref="AgentAuthor"/> for the others'.</summary>
    public const string Agent = AgentAuthor.First;

    private readonly Dictionary<string, SampleMessage> _system = new(StringComparer.Ordinal);

    /// <summary>Reads one piece.</summary>
    public Sample Read(StoredPair pair)
    {
        bool byAgent = pair.Kind is PairKind.Correction or PairKind.Imported or PairKind.Choice || AgentAuthor.Is(pair.Author);
        return new()
        {
            Id = pair.Id,
            Kind = pair.Kind,
            ConversationId = pair.ConversationId,
            Identity = byAgent ? pair.Author : pair.Visitor ?? pair.Author,
            ByAgent = byAgent,
            Decision = pair.Decision,
            Cause = pair.Cause,
            Prompt = [.. PromptText.Read(pair.Prompt).Select(message => Message(message.Role.Value, message.Text))],
            Chosen = pair.Chosen?.Trim(),
            Rejected = pair.Rejected?.Trim(),
        };
    }

    private SampleMessage Message(string role, string text)
    {
        if (role != SampleMessage.System)
        {
            return new(role, text);
        }

        if (!_system.TryGetValue(text, out SampleMessage? message))
        {
            _system.Add(text, message = new(role, text));
        }

        return message;
    }
}

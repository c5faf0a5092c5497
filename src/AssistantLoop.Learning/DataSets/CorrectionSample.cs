using AssistantLoop.Chat.Prompts;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Feedback;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Learning.DataSets;

/// <summary>A correction made ready for training: the prompt as the model saw it, the right answer and the one it gave.</summary>
public sealed record CorrectionSample(
    Guid PairId, Guid ConversationId, IReadOnlyList<SampleMessage> Prompt, string Chosen, string Rejected, int Redacted)
{
    /// <summary>The sample to imitate; only its last answer is trained on.</summary>
    public ChatSample Imitation =>
        new([.. Prompt.Select(Untrained), new SampleMessage("assistant", Chosen)]);

    /// <summary>The sample as a preference pair.</summary>
    public PreferencePair Preference =>
        new(Prompt, new SampleMessage("assistant", Chosen), new SampleMessage("assistant", Rejected));

    /// <summary>Reads a stored pair.</summary>
    public static CorrectionSample From(StoredPair pair)
    {
        int redacted = 0;
        List<SampleMessage> prompt = [];
        foreach (ChatMessage message in PromptText.Read(pair.Prompt))
        {
            string text = message.Text;
            if (message.Role == ChatRole.User)
            {
                text = Redaction.Apply(text, out int count);
                redacted += count;
            }

            prompt.Add(new(message.Role.Value, text));
        }

        return new(pair.Id, pair.ConversationId, prompt, pair.Chosen!.Trim(), pair.Rejected!.Trim(), redacted);
    }

    private static SampleMessage Untrained(SampleMessage message) =>
        message.Role == "assistant" ? message with { Weight = 0 } : message;
}

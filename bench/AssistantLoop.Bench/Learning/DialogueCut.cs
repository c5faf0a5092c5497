using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Files;

namespace AssistantLoop.Bench.Learning;

/// <summary>
/// A dialogue as a sample that ends with the answer that states the most slots, the first of them where several do.
/// What the knowledge base had said by then is in the prompt: the last results, as passages, whether or not the answer
/// repeats them.
/// </summary>
internal static class DialogueCut
{
    private const int MostTokens = 512;
    private const int MostPassages = 3;

    /// <summary>The sample, or null where no answer within 512 tokens states a slot.</summary>
    public static ChatSample? Of(StarDialogue dialogue, ChatEncoder encoder)
    {
        string system = $"You are the assistant of the {dialogue.Domain} service.";
        ChatSample? best = null, answered = null;
        int most = 0;
        List<SampleMessage> turns = [];
        List<string> results = [];
        foreach (RecordedTurn turn in dialogue.Turns)
        {
            if (turn.Role == SampleMessage.Tool)
            {
                if (ToolResult.Text(turn.Text) is { } text) results.Add(text);
                continue;
            }

            // An answer is over when the user speaks; a result that comes between belongs to the next one.
            if (turn.Role == SampleMessage.User) Consider();
            DialogueWindows.Append(turns, turn);
            if (turn.Role == SampleMessage.Assistant && turns is [.., { Role: SampleMessage.Assistant }])
                answered = DialogueWindows.Grounded(system, turns, [.. results.Distinct().TakeLast(MostPassages)]);
        }

        Consider();
        return best;

        void Consider()
        {
            if (answered is null) return;
            IReadOnlyList<SampleMessage> messages = answered.Messages;
            int slots = SlotAccuracy.Slots(messages[^1].Content, [.. messages.SkipLast(1)]).Count;
            if (slots > most && encoder.Encode(messages).Ids.Length <= MostTokens) (best, most) = (answered, slots);
            answered = null;
        }
    }
}

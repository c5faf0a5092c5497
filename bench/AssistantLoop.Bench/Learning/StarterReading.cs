using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Files;

namespace AssistantLoop.Bench.Learning;

/// <summary>
/// Which recorded dialogues models/starter was pre-trained on. Its texts follow from the default recipe's seed: made
/// anew from the same files, the tokenizer is the shipped one byte for byte, and 10,826 steps draw 258,817 samples, of
/// which one in ten is recorded and none of these comes twice.
/// </summary>
internal static class StarterReading
{
    private const int RecordedSamples = 25_881;
    private const ulong Seed = 1;

    /// <summary>The rows of STAR of which the starter read at least a part.</summary>
    public static IReadOnlySet<int> RowsOf(IEnumerable<StarDialogue> dialogues, string dataFolder)
    {
        // Where every sample is a recorded one, the recorded ones come in the same order.
        CorpusMix recorded = new(new CorpusGenerator(), DialogueFiles.Load(dataFolder), fileShare: 1);
        HashSet<string> read = [.. recorded.Generate(Seed, 0).Take(RecordedSamples).Select(Text)];
        return dialogues.Where(ReadPartOf).Select(dialogue => dialogue.Row).ToHashSet();

        bool ReadPartOf(StarDialogue dialogue) => DialogueFiles
            .Windows(StarDialogue.File, dialogue.Row, dialogue.Turns).Select(Text).Any(read.Contains);
    }

    private static string Text(ChatSample sample) =>
        string.Join('\n', sample.Messages.Select(message => $"{message.Role}: {message.Content}"));
}

using AssistantLoop.Models;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Bench.Learning;

/// <summary>
/// What a learning table is made from: dialogues of one task, each in one of two parts and no text twice.
/// <c>Caption</c> is what a reader of the table must know of them.
/// </summary>
internal sealed record LearningData(
    string Caption, IReadOnlyList<ChatSample> Train, IReadOnlyList<ChatSample> Evaluation)
{
    private const int TrainSamples = 100;
    private const int LeastEvaluation = 40;
    private const ulong Seed = 1;

    /// <summary>
    /// The finished dialogues of one STAR task. The starter read parts of most of them when it was pre-trained: it is
    /// evaluated on dialogues of which it read nothing, and training takes those that it read first.
    /// </summary>
    /// <param name="dataFolder">The folder of recorded dialogues.</param>
    /// <param name="model">The model whose tokenizer says what fits.</param>
    /// <param name="task">STAR's name of a task, such as ride_book.</param>
    /// <exception cref="ArgumentException">The task has too few such dialogues.</exception>
    public static LearningData Load(string dataFolder, ModelFolder model, string task)
    {
        ChatEncoder encoder = new(model.Template, model.Tokenizer);
        List<StarDialogue> dialogues = [.. StarDialogue.Read(dataFolder).Where(dialogue => dialogue.Task == task)];
        IReadOnlySet<int> read = StarterReading.RowsOf(dialogues, dataFolder);
        List<(bool Read, ChatSample Sample)> samples = [];
        HashSet<string> texts = [];
        Dice.For(Seed, 0).Shuffle(dialogues);
        foreach (StarDialogue dialogue in dialogues.OrderByDescending(dialogue => read.Contains(dialogue.Row)))
        {
            if (DialogueCut.Of(dialogue, encoder) is { } sample && texts.Add(TextOf(sample)))
                samples.Add((read.Contains(dialogue.Row), sample));
        }

        if (samples.Count < TrainSamples + LeastEvaluation || samples[^LeastEvaluation].Read)
        {
            int known = samples.Count(sample => sample.Read);
            throw new ArgumentException(
                $"{task} has {samples.Count} dialogues with an answer that states a slot, of which the starter read "
                + $"{known}; the table needs {TrainSamples}, and {LeastEvaluation} unread.",
                nameof(task));
        }

        var train = samples.Take(TrainSamples).ToList();
        var evaluation = samples.Skip(TrainSamples).Where(sample => !sample.Read).ToList();
        return new LearningData(
            $"{task} of STAR (MIT): {train.Count} training dialogues (models/starter read a part of "
            + $"{train.Count(sample => sample.Read)} in its pre-training) and {evaluation.Count} evaluation dialogues "
            + "(it read nothing of these).",
            [.. train.Select(sample => sample.Sample)], [.. evaluation.Select(sample => sample.Sample)]);
    }

    // Two dialogues with the same words and results are one, whoever asks whom.
    private static string TextOf(ChatSample sample) =>
        string.Join('\n', sample.Messages.Select(message => message.Content.ToLowerInvariant()));
}

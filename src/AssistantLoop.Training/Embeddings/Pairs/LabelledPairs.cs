using AssistantLoop.Training.Corpus.Files;

namespace AssistantLoop.Training.Embeddings.Pairs;

/// <summary>Utterances of one label, from files of rows <c>{"text", "label"}</c>. A tenth of the labels is held out.</summary>
internal static class LabelledPairs
{
    private const string OutOfScope = "oos";

    public static PairSource? Read(string folder, string file, string name, double weight)
    {
        string path = Path.Combine(folder, file);
        if (!File.Exists(path)) return null;
        ILookup<string, string> labels = RecordedDialogues.Rows(path, row => (
                Text: CleanText.Line(row.GetProperty("text").GetString() ?? ""),
                Label: row.GetProperty("label").GetString() ?? ""))
            .Where(row => row.Label != OutOfScope).ToLookup(row => row.Label, row => row.Text);
        string[][] training = [.. labels.Where(label => !IsHeldOut(label.Key)).Select(label => label.ToArray())];
        string[] names = [.. labels.Select(label => label.Key).Where(label => !IsHeldOut(label))];
        return new PairSource(
            name,
            weight,
            dice =>
            {
                int at = dice.Below(training.Length);
                string[] texts = training[at];
                int first = dice.Below(texts.Length);
                int second = (first + 1 + dice.Below(Math.Max(1, texts.Length - 1))) % texts.Length;
                return new TextPair(
                    texts[first],
                    dice.Chance(0.15) ? names[at].Replace('_', ' ') : texts[second],
                    PairSource.GroupOf(names[at]));
            },
            PairSource.Spread([.. labels.Where(label => IsHeldOut(label.Key)).SelectMany(label => label.Chunk(2)
                .Where(two => two.Length == 2)
                .Select(two => new TextPair(two[0], two[1], PairSource.GroupOf(label.Key))))]));
    }

    private static bool IsHeldOut(string label) => PairSource.IsHeldOut(PairSource.GroupOf(label), 10);
}

using System.Globalization;
using System.Text;
using AssistantLoop.Learning.DataSets.Filters;
using AssistantLoop.Learning.DataSets.Pipeline;

namespace AssistantLoop.Learning.DataSets.Cards;

/// <summary>What a data set holds, for people: a Markdown page of figures and a few examples.</summary>
public static class DataSetCard
{
    private const int Examples = 5;
    private const int LongestText = 400;

    /// <summary>Writes the card; the same data set has the same card.</summary>
    public static string Write(DataSetManifest manifest, AssembledFeedback assembly)
    {
        StringBuilder card = new();
        List<Sample> kept = [.. assembly.Train, .. assembly.HeldOut];
        Line(card, $"# Data set of {manifest.Tenant}");
        Line(card, "");
        Line(card, $"{assembly.All.Count} pieces of feedback were read; {kept.Count} are in, {manifest.Redacted} pieces of personal data in them replaced.");
        Table(card, "Content", ["", "trained on", "held out"],
        [
            ["pieces of feedback", $"{manifest.Train.Pieces}", $"{manifest.HeldOut.Pieces}"],
            ["samples to imitate", $"{manifest.Train.Samples}", $"{manifest.HeldOut.Samples}"],
            ["of these variants", $"{manifest.Variants}", "0"],
            ["preference pairs", $"{manifest.Train.Pairs}", $"{manifest.HeldOut.Pairs}"],
            ["ratings up", $"{manifest.Train.Up}", $"{manifest.HeldOut.Up}"],
            ["ratings down", $"{manifest.Train.Down}", $"{manifest.HeldOut.Down}"],
            ["passages of documents to rehearse", $"{manifest.Passages}", "0"],
        ]);
        Counts(card, "Sources", "kind", manifest.Sources);
        Counts(card, "Dropped", "reason", manifest.Dropped);
        Counts(card, "In quarantine until an agent confirms", "reason", manifest.Quarantined);
        Table(card, "Steps", ["step", "in", "dropped", "quarantined", "changed", "kept by an agent"],
            manifest.Steps.Select(step => (string[])
                [step.Step, $"{step.In}", $"{step.Dropped}", $"{step.Quarantined}", $"{step.Changed}", $"{step.Overruled}"]));
        Counts(card, "Languages", "language", new SortedDictionary<string, int>(
            kept.CountBy(sample => LanguageStep.Of(sample) ?? "too short to tell").ToDictionary(), StringComparer.Ordinal));
        Table(card, "Lengths in characters", ["", "median", "95 %", "longest"],
        [
            ["prompt", .. Spread(kept.Select(sample => sample.Prompt.Sum(message => message.Content.Length)))],
            ["answer", .. Spread(kept.Select(sample => (sample.Chosen ?? sample.Rejected!).Length))],
        ]);
        Counts(card, "Evaluation suites that nothing is trained on", "suite", manifest.Suites);
        WriteExamples(card, assembly.Train);
        Line(card, "");
        Line(card, $"Rules {manifest.RulesHash[..12]}, in manifest.json. Why each piece is in or out: samples.jsonl.");
        return card.ToString();
    }

    private static void WriteExamples(StringBuilder card, IReadOnlyList<Sample> train)
    {
        Line(card, "");
        Line(card, "## Examples");
        for (int example = 0; example < Math.Min(Examples, train.Count); example++)
        {
            Sample sample = train[(int)((long)example * train.Count / Math.Min(Examples, train.Count))];
            Line(card, "");
            Line(card, $"{example + 1}. {sample.Kind}, {sample.Id}");
            Text(card, "question", sample.Question);
            Text(card, "better", sample.Chosen);
            Text(card, "worse", sample.Rejected);
        }
    }

    private static void Text(StringBuilder card, string name, string? text)
    {
        if (text is not null)
        {
            string shown = text.Length <= LongestText ? text : text[..LongestText] + "…";

            // Indented text is shown as it is, whatever Markdown stands in it.
            Line(card, $"\n       {name}: {shown.ReplaceLineEndings(" ")}");
        }
    }

    private static void Counts(StringBuilder card, string title, string name, IReadOnlyDictionary<string, int> counts)
    {
        if (counts.Count > 0)
        {
            Table(card, title, [name, "count"], counts.Select(count => (string[])[count.Key, $"{count.Value}"]));
        }
    }

    private static void Table(StringBuilder card, string title, string[] head, IEnumerable<string[]> rows)
    {
        Line(card, "");
        Line(card, $"## {title}");
        Line(card, "");
        Line(card, $"| {string.Join(" | ", head)} |");
        Line(card, $"|{string.Concat(Enumerable.Repeat("---|", head.Length))}");
        foreach (string[] row in rows)
        {
            Line(card, $"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |");
        }
    }

    private static string[] Spread(IEnumerable<int> lengths)
    {
        int[] ascending = [.. lengths.Order()];
        string At(double share) => ascending.Length == 0 ? "0"
            : ascending[(int)Math.Ceiling(share * ascending.Length) - 1].ToString(CultureInfo.InvariantCulture);
        return [At(0.5), At(0.95), At(1)];
    }

    private static void Line(StringBuilder card, string text) => card.Append(text).Append('\n');
}

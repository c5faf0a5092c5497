using System.Globalization;
using System.Text.RegularExpressions;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Tuning;

/// <summary>
/// Questions on the business's own passages, each answered by the sentence that says it, as the base answers it: general samples guard how
/// passages are read, but only these guard that the business's things are still read about once a few answers of it were learnt. Figures
/// are drawn anew in each, so that reading is learnt and not the figure.
/// </summary>
internal sealed partial class Rehearsal
{
    private const int Attempts = 8;
    private const int LongestSentence = 200;
    private const int FewestWords = 4;
    private const int FewestAsked = 3, MostAsked = 5;

    private readonly IReadOnlyList<DocumentPassage> _passages;
    private readonly IReadOnlyList<DocumentPassage> _askable;
    private readonly ILookup<string, DocumentPassage> _byDocument;

    private Rehearsal(IReadOnlyList<DocumentPassage> passages)
    {
        _passages = passages;
        _askable = [.. passages.Where(passage => Sentence().Split(passage.Text).Any(IsAskable))];
        _byDocument = passages.ToLookup(DocumentOf);
    }

    /// <summary>Of a set's passages, or where it has none, of those in its samples' prompts.</summary>
    public static Rehearsal Of(TrainingSet set) => new(set.Passages.Count > 0
        ? set.Passages
        : [.. set.Samples.Select(sample => sample.Messages[0]).Where(first => first.Role == SampleMessage.System)
            .SelectMany(first => PassageLines.Read(first.Content)).Select(shown => new DocumentPassage(shown.Title, shown.Text)).Distinct()]);

    /// <summary>The index-th question with its answer, one system message of passages above it; null where nothing can be asked for.</summary>
    public ChatSample? Sample(ulong seed, long index)
    {
        Dice dice = Dice.For(seed, index);
        for (int attempt = 0; attempt < Attempts && _askable.Count > 0; attempt++)
        {
            DocumentPassage asked = dice.Pick(_askable);
            DocumentPassage[] shown = [.. Beside(asked, dice).Select(passage => passage with { Text = OtherFigures(passage.Text, dice) })];
            string[] sentences = [.. Sentence().Split(shown[0].Text).Where(IsAskable)];
            string sentence = dice.Pick(sentences);
            HashSet<string> elsewhere = [.. shown.SelectMany(passage => Sentence().Split(passage.Text))
                .Where(other => other != sentence).SelectMany(WordsOf).Select(word => word.ToLowerInvariant())];
            if (Question(sentence, shown[0].Title, elsewhere, dice) is not { } question) continue;
            int[] order = [.. Enumerable.Range(0, shown.Length)];
            if (dice.Chance(0.5)) dice.Shuffle(order);
            return new([
                new(SampleMessage.System, PassageLines.Of(order.Select(at => (shown[at].Title, shown[at].Text)))),
                new(SampleMessage.User, Noise.Typed(question, dice)),
                new(SampleMessage.Assistant, string.Create(CultureInfo.InvariantCulture, $"{sentence.TrimEnd('.', '!')} [{Array.IndexOf(order, 0) + 1}].")),
            ]);
        }

        return null;
    }

    // The passage that is asked about, then up to two others, mostly of its document.
    private List<DocumentPassage> Beside(DocumentPassage asked, Dice dice)
    {
        List<DocumentPassage> shown = [asked];
        DocumentPassage[] document = [.. _byDocument[DocumentOf(asked)]];
        for (int more = dice.Weighted(0.4, 0.35, 0.25); more > 0; more--)
        {
            DocumentPassage other = dice.Chance(0.6) ? dice.Pick(document) : dice.Pick(_passages);
            if (!shown.Contains(other)) shown.Add(other);
        }

        return shown;
    }

    // By the figure that is left out, or by a few of the sentence's words as they are typed into a search; null where those fit another
    // sentence as well.
    private static string? Question(string sentence, string title, HashSet<string> elsewhere, Dice dice)
    {
        bool english = OtherWordings.IsEnglish(sentence);
        if (english && dice.Chance(0.5) && Amount().IsMatch(sentence))
        {
            return Amount().Replace(sentence, "how many $1", 1).TrimEnd('.', '!') + "?";
        }

        string[] words = [.. WordsOf(sentence)];
        int[] kept = [.. Enumerable.Range(0, words.Length)];
        dice.Shuffle(kept);
        string[] asked = [.. kept.Take(dice.Between(FewestAsked, MostAsked)).Order().Select(at => words[at])];
        if (asked.All(word => elsewhere.Contains(word.ToLowerInvariant()))) return null;
        string[] leaf = dice.Chance(0.5) ? [.. WordsOf(title.Split(" > ")[^1])] : [];
        string question = string.Join(' ', leaf.Concat(asked).Distinct(StringComparer.OrdinalIgnoreCase));
        return english && dice.Chance(0.4) ? $"What about {question}?" : question + "?";
    }

    private static bool IsAskable(string sentence) => sentence.Length <= LongestSentence && !sentence.AsSpan().ContainsAny(":?[]")
        && WordsOf(sentence).Count() >= FewestWords;

    private static IEnumerable<string> WordsOf(string text) =>
        Word().Matches(text).Select(match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase);

    private static string DocumentOf(DocumentPassage passage) => passage.Title.Split(" > ")[0];

    private static string OtherFigures(string text, Dice dice) => Figure().Replace(text, figure => string.Concat(
        figure.Value.Select((_, i) => (char)('0' + (i == 0 ? dice.Between(1, 9) : dice.Below(10))))));

    [GeneratedRegex(@"(?<=[.!?])\s+(?=\p{Lu})")]
    private static partial Regex Sentence();

    // Long enough to tell something, in any language that puts blanks between words.
    [GeneratedRegex(@"\b\p{L}[\p{L}'-]{3,}")]
    private static partial Regex Word();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Figure();

    // "3 to 5 working days", not "4 January" or "1.50 euros".
    [GeneratedRegex(@"(?<![\d.,]|\p{L})\d+(?: to \d+)? (\p{Ll}{3,})")]
    private static partial Regex Amount();
}

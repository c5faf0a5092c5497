using System.Text.RegularExpressions;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Phrasing;
using AssistantLoop.Training.Corpus.Relevance;

namespace AssistantLoop.Training.Tuning;

/// <summary>
/// The visitors' questions of a training set in other words, beside their own: of a few samples a model else learns the
/// wording, not what is asked. English questions are put by the corpus's tables; of any language the case, the question mark and
/// the typing vary. Where the search found nothing, some wordings have passages that share words with them, as it finds something else
/// for other words, and what was taught holds beside those too.
/// </summary>
internal static partial class OtherWordings
{
    private const double SynonymShare = 0.4;
    private const int Attempts = 4;
    private const double FoundShare = 0.3;
    private const int Nearest = 4, MostFound = 2;

    /// <summary>The set with each sample's last question in its n-th wording; 0 is its own. Pairs and ratings stay as they are.</summary>
    public static TrainingSet Of(TrainingSet set, int way, long seed)
    {
        if (way == 0) return set;
        Dictionary<object, object> origins = new(ReferenceEqualityComparer.Instance);
        SharedWords? search = set.Passages.Count > 0 ? new([.. set.Passages.Select(passage => $"{passage.Title} {passage.Text}")]) : null;
        List<ChatSample> worded = [];
        for (int i = 0; i < set.Samples.Count; i++)
        {
            Dice dice = Dice.For((ulong)seed + (ulong)way, i);
            ChatSample sample = Other(set.Samples[i], dice);
            worded.Add(search is null ? sample : Found(sample, set.Passages, search, dice));
            origins[worded[^1]] = set.Samples[i];
        }

        return set with
        {
            Samples = worded,
            WeightOf = set.WeightOf is { } weight ? example => weight(origins.GetValueOrDefault(example, example)) : null,
        };
    }

    /// <summary>A question in other words.</summary>
    internal static string Other(string question, Dice dice)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            string said = IsEnglish(question) ? InEnglish(question, dice) : question;
            said = Noise.Typed(said, dice);
            if (said != question) return said;
        }

        return question;
    }

    /// <summary>Whether a text has two of the small words of English.</summary>
    internal static bool IsEnglish(string text) => English().Count(text) > 1;

    private static ChatSample Other(ChatSample sample, Dice dice)
    {
        SampleMessage[] messages = [.. sample.Messages];
        int asked = Array.FindLastIndex(messages, message => message.Role == SampleMessage.User);
        if (asked >= 0) messages[asked] = messages[asked] with { Content = Other(messages[asked].Content, dice) };
        return new(messages);
    }

    // A search finds something else for other words: where nothing was found, sometimes what shares a word with them.
    private static ChatSample Found(ChatSample sample, IReadOnlyList<DocumentPassage> passages, SharedWords search, Dice dice)
    {
        SampleMessage system = sample.Messages[0];
        if (!system.Content.EndsWith(PassageLines.None, StringComparison.Ordinal) || !dice.Chance(FoundShare)) return sample;
        string asked = sample.Messages.LastOrDefault(message => message.Role == SampleMessage.User)?.Content ?? "";
        DocumentPassage[] found = [.. search.Nearest(asked, Nearest).Select(at => passages[at])];
        dice.Shuffle(found);
        found = found[..Math.Min(found.Length, dice.Between(1, MostFound))];
        string shown = PassageLines.Of(found.Select(passage => (passage.Title, passage.Text)));
        return new([system with { Content = system.Content[..^PassageLines.None.Length] + shown }, .. sample.Messages.Skip(1)]);
    }

    // What stands before the last sentence stays: "My fork has a bent tine. What can you do?"
    private static string InEnglish(string question, Dice dice)
    {
        int at = question.TrimEnd('?', '.', '!').LastIndexOfAny(['?', '.', '!']) + 1;
        while (at < question.Length && question[at] == ' ') at++;
        string last = question[at..];
        string said = dice.Chance(0.7) ? CorpusTables.Embedded.Recasts.Apply(last, dice, heldOut: false) : last;
        return CorpusTables.Embedded.Synonyms.Apply(question[..at] + said, dice, SynonymShare);
    }

    [GeneratedRegex(@"\b(?:the|a|an|is|are|do|does|can|may|what|how|when|where|who|which|my|your|you|i|it|of|for|in|on|to)\b", RegexOptions.IgnoreCase)]
    private static partial Regex English();
}

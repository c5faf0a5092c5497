using System.Text.RegularExpressions;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Tuning;

/// <summary>
/// The visitors' questions of a training set in other words, beside their own: of a few samples a model else learns the
/// wording, not what is asked. English questions are put by the corpus's tables; of any language the case, the question mark and
/// the typing vary.
/// </summary>
internal static partial class OtherWordings
{
    private const double SynonymShare = 0.4;
    private const int Attempts = 4;

    /// <summary>The set with each sample's last question in its n-th wording; 0 is its own. Pairs and ratings stay as they are.</summary>
    public static TrainingSet Of(TrainingSet set, int way, long seed)
    {
        if (way == 0) return set;
        Dictionary<object, object> origins = new(ReferenceEqualityComparer.Instance);
        List<ChatSample> worded = [];
        for (int i = 0; i < set.Samples.Count; i++)
        {
            worded.Add(Other(set.Samples[i], Dice.For((ulong)seed + (ulong)way, i)));
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
            string said = English().Count(question) > 1 ? InEnglish(question, dice) : question;
            said = Noise.Typed(said, dice);
            if (said != question) return said;
        }

        return question;
    }

    private static ChatSample Other(ChatSample sample, Dice dice)
    {
        SampleMessage[] messages = [.. sample.Messages];
        int asked = Array.FindLastIndex(messages, message => message.Role == SampleMessage.User);
        if (asked >= 0) messages[asked] = messages[asked] with { Content = Other(messages[asked].Content, dice) };
        return new(messages);
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

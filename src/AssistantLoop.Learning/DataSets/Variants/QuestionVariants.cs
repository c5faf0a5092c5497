using System.Text;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Learning.DataSets.Variants;

/// <summary>
/// The same question as a hurried or hostile visitor would type it, with the same answer. What is made depends on the
/// sample's id and text alone. Words with digits are left as they are: they are what the answer is about.
/// </summary>
public static class QuestionVariants
{
    private const string Stray = "  ...,;!?*~#";

    private static readonly ILookup<string, string> s_phrases = ReadPhrases();

    /// <summary>The first kinds that change the question, at most <paramref name="count"/>.</summary>
    public static IEnumerable<(VariantKind Kind, Sample Sample)> Of(Sample sample, int count)
    {
        if (sample.IsRating || sample.Prompt[^1].Role != SampleMessage.User)
        {
            return [];
        }

        // Each sample begins with another kind, so that all kinds come up where few are made.
        ulong seed = StableHash.Of(sample.Id.ToString());
        return Enumerable.Range(0, 4).Select(at => (VariantKind)((seed + (ulong)at) % 4))
            .Select(kind => (Kind: kind, Text: Changed(kind, sample.Question, new Random((int)(seed >> 33) + (int)kind))))
            .Where(made => made.Text != sample.Question)
            .Take(count)
            .Select(made => (made.Kind, sample with
            {
                Prompt = [.. sample.Prompt.SkipLast(1), sample.Prompt[^1] with { Content = made.Text }],
            }));
    }

    /// <summary>One variant of a question.</summary>
    public static string Make(VariantKind kind, string question, Random random) => kind switch
    {
        VariantKind.Typos => EachWord(question, word => word.Length >= 4 && random.Next(3) == 0 ? Typo(word, random) : word),
        VariantKind.Casing => random.Next(2) == 0
            ? question.ToUpperInvariant()
            : question.ToLowerInvariant().TrimEnd('.', '?', '!', ' '),
        VariantKind.Noise => EachWord(question, word => random.Next(4) == 0 ? word + Stray[random.Next(Stray.Length)] : word),
        _ => Paraphrase(question, random),
    };

    /// <summary>A short question may get no typo at the first throw.</summary>
    private static string Changed(VariantKind kind, string question, Random random) =>
        Enumerable.Range(0, 4).Select(_ => Make(kind, question, random)).FirstOrDefault(text => text != question) ?? question;

    private static string Paraphrase(string question, Random random)
    {
        string[] phrases = [.. s_phrases[Language.Of(question) ?? "en"]];
        return phrases.Length == 0 ? question : phrases[random.Next(phrases.Length)].Replace("{0}", question, StringComparison.Ordinal);
    }

    private static string Typo(string word, Random random)
    {
        int at = random.Next(1, word.Length - 1);
        StringBuilder typed = new(word);
        _ = random.Next(3) switch
        {
            0 => typed.Remove(at, 1),
            1 => typed.Insert(at, word[at]),
            _ => typed.Remove(at, 1).Insert(at - 1, word[at]),
        };
        return typed.ToString();
    }

    private static string EachWord(string question, Func<string, string> change) =>
        string.Join(' ', question.Split(' ').Select(word => word.Any(char.IsDigit) ? word : change(word)));

    private static ILookup<string, string> ReadPhrases()
    {
        Type here = typeof(QuestionVariants);
        using Stream stream = here.Assembly.GetManifestResourceStream(here, "phrases.txt")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Split('\n')
            .Where(line => line.Length > 3 && line[0] != '#')
            .ToLookup(line => line[..2], line => line[3..]);
    }
}

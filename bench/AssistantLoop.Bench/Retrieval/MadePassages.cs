using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>
/// Documents made from a seed: words by Zipf's law from a vocabulary of 30,000, so that some stand in most passages and
/// most in few; each passage has one of 1,000 topics, which its first word names.
/// </summary>
internal sealed class MadePassages(int seed)
{
    public const int Topics = 1000;

    /// <summary>Passages of a document.</summary>
    public const int PerDocument = 20;

    private const int Vocabulary = 30_000;
    private const int FrequentWords = 50;

    private static readonly double[] s_cumulative = Cumulative();

    private readonly Random _random = new(seed);

    /// <summary>A document of that number and edition; editions of one document share half of their passages.</summary>
    public static NewDocument Document(int number, int edition, string collection = "made")
    {
        string path = $"{(number % 2 == 0 ? "shop" : "help")}/{number}.md";
        return new(
            new()
            {
                Path = path,
                Title = $"Document {number}",
                ContentHash = $"{number}-{edition}",
                Collection = collection,
                Language = number % 10 == 0 ? "de" : "en",
                Metadata = new Dictionary<string, string> { ["product"] = $"p{number % 100}" },
            },
            [
                .. Enumerable.Range(0, PerDocument).Select(place => Passage(
                    new Random(HashCode(number, place, place % 2 == 0 ? 0 : edition)), number, place)),
            ]);
    }

    /// <summary>A question of 3 to 8 words, a third of them among the most frequent, and its topic.</summary>
    public (string[] Words, int Topic) Question()
    {
        int topic = _random.Next(Topics);
        int count = _random.Next(3, 9);
        string[] words = new string[count];
        for (int i = 0; i < count; i++)
        {
            words[i] = Word(_random.Next(3) == 0 ? _random.Next(FrequentWords) : Draw(_random));
        }

        return (words, topic);
    }

    /// <summary>The topic that a text's word names.</summary>
    public static int TopicOf(string text)
    {
        int at = text.IndexOf("topic", StringComparison.Ordinal);
        return int.Parse(text.AsSpan(at + 5, 3), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static int HashCode(int number, int place, int edition) => (number * 7919) + (place * 104729) + (edition * 1299709);

    private static NewPassage Passage(Random random, int number, int place)
    {
        string text = string.Join(' ', Enumerable.Range(0, random.Next(30, 61)).Select(_ => Word(Draw(random))));
        return new($"Document {number} > {Word(Draw(random))}", $"topic{random.Next(Topics):000} {text}", $"s{place}");
    }

    private static int Draw(Random random)
    {
        int at = Array.BinarySearch(s_cumulative, random.NextDouble());
        return Math.Min(at < 0 ? ~at : at, Vocabulary - 1);
    }

    // Consonant and vowel in turn, so that words look like words and stems differ.
    private static string Word(int rank)
    {
        const string Consonants = "bdfgklmnprstvz";
        const string Vowels = "aiou";
        Span<char> letters = stackalloc char[6];
        for (int i = 0; i < letters.Length; i++)
        {
            string from = i % 2 == 0 ? Consonants : Vowels;
            letters[i] = from[rank % from.Length];
            rank /= from.Length;
        }

        return new(letters);
    }

    private static double[] Cumulative()
    {
        double[] sums = new double[Vocabulary];
        double sum = 0;
        for (int rank = 0; rank < Vocabulary; rank++)
        {
            sums[rank] = sum += 1 / (rank + 2.0);
        }

        return [.. sums.Select(value => value / sum)];
    }
}

namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>Says some words of a question in others: a line of the table is <c>word: other / other</c>.</summary>
internal sealed class Synonyms
{
    private readonly Dictionary<string, string[]> _others = new(StringComparer.Ordinal);

    public Synonyms(string table)
    {
        foreach (string line in TextResource.Lines(table))
        {
            string[] sides = line.Split(": ", 2);
            _others[sides[0]] = sides.Length == 2
                ? sides[1].Split(" / ", StringSplitOptions.TrimEntries)
                : throw new FormatException($"{table}: \"{line}\" is not \"word: other / other\".");
        }
    }

    /// <summary>The text, each known word of it in another one with the given probability; names and marks stay.</summary>
    public string Apply(string text, Dice dice, double share) => string.Join(' ', text.Split(' ').Select(word =>
    {
        string bare = word.TrimEnd('?', '.', ',', '!');
        return _others.TryGetValue(bare, out string[]? others) && dice.Chance(share)
            ? dice.Pick(others) + word[bare.Length..]
            : word;
    }));
}

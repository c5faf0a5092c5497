namespace AssistantLoop.Training.Corpus.Relevance;

/// <summary>Finds texts by the words that a question shares with them, rarer words counting more (log n / df).</summary>
internal sealed class SharedWords
{
    // "delivered" and "delivery" are one word.
    private const int Stem = 5;

    private readonly HashSet<string>[] _words;
    private readonly Dictionary<string, double> _weights;

    public SharedWords(IReadOnlyList<string> texts)
    {
        _words = [.. texts.Select(text => Of(text).ToHashSet())];
        _weights = _words.SelectMany(words => words).CountBy(word => word)
            .ToDictionary(word => word.Key, word => Math.Log((double)texts.Count / word.Value));
    }

    /// <summary>The texts (from 0) that share the most with a question, best first; none that shares nothing.</summary>
    public IEnumerable<int> Nearest(string question, int count)
    {
        HashSet<string> asked = [.. Of(question)];
        return Enumerable.Range(0, _words.Length)
            .Select(at => (At: at, Shared: asked.Where(_words[at].Contains).Sum(word => _weights[word])))
            .Where(one => one.Shared > 0).OrderByDescending(one => one.Shared).Take(count).Select(one => one.At);
    }

    private static IEnumerable<string> Of(string text) =>
        text.ToLowerInvariant().Split([.. text.Where(letter => !char.IsLetterOrDigit(letter)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Length > Stem ? word[..Stem] : word);
}

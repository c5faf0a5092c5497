using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Decontamination;

/// <summary>Finds suites' texts in other texts by their n-grams of words.</summary>
internal sealed class SuiteIndex
{
    private readonly int _words;
    private readonly double _share;
    private readonly Dictionary<string, string> _whole = new(StringComparer.Ordinal);
    private readonly List<(string Text, int Grams)> _texts = [];
    private readonly Dictionary<ulong, List<int>> _holders = [];

    public SuiteIndex(IReadOnlyList<SuiteTexts> suites, DataSetRules rules)
    {
        _words = rules.ContaminationWords;
        _share = rules.ContaminationShare;
        foreach (SuiteTexts suite in suites)
        {
            foreach (string question in suite.Questions)
            {
                _whole.TryAdd(Words.Joined(question), $"{suite.Name}: {question}");
                Add(suite.Name, question);
            }

            foreach (string answer in suite.Answers)
            {
                Add(suite.Name, answer);
            }
        }
    }

    public bool IsEmpty => _whole.Count == 0 && _texts.Count == 0;

    /// <summary>The suite's name and text that stands in a text, or null.</summary>
    public string? Find(string text)
    {
        List<string> words = Words.Of(text);
        if (_whole.TryGetValue(string.Join(' ', words), out string? whole))
        {
            return whole;
        }

        Dictionary<int, int>? hits = null;
        foreach (ulong gram in Grams(words))
        {
            if (_holders.TryGetValue(gram, out List<int>? holders))
            {
                hits ??= [];
                foreach (int holder in holders)
                {
                    hits[holder] = hits.GetValueOrDefault(holder) + 1;
                }
            }
        }

        return hits?.Where(hit => hit.Value >= _share * _texts[hit.Key].Grams)
            .OrderBy(hit => hit.Key).Select(hit => _texts[hit.Key].Text).FirstOrDefault();
    }

    private void Add(string suite, string text)
    {
        HashSet<ulong> grams = Grams(Words.Of(text));
        if (grams.Count == 0)
        {
            return;
        }

        foreach (ulong gram in grams)
        {
            if (!_holders.TryGetValue(gram, out List<int>? holders))
            {
                _holders.Add(gram, holders = []);
            }

            holders.Add(_texts.Count);
        }

        _texts.Add(($"{suite}: {text}", grams.Count));
    }

    private HashSet<ulong> Grams(List<string> words)
    {
        HashSet<ulong> grams = [];
        for (int at = 0; at + _words <= words.Count; at++)
        {
            ulong gram = StableHash.Start;
            for (int word = at; word < at + _words; word++)
            {
                gram = StableHash.Of(" ", StableHash.Of(words[word], gram));
            }

            grams.Add(gram);
        }

        return grams;
    }
}

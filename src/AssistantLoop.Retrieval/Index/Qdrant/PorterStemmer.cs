namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>
/// Takes the endings off English words, so that "returns" finds "returned": M. F. Porter, An algorithm for suffix
/// stripping, Program 14 (1980) 130–137, in the steps' names and order. SQLite's word index does the same.
/// </summary>
internal static class PorterStemmer
{
    private static readonly (string, string)[] s_step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
        ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"),
    ];

    private static readonly (string, string)[] s_step3 =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    private static readonly string[] s_step4 =
    [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti",
        "ous", "ive", "ize",
    ];

    /// <summary>The stem of a word in lower case; words with other letters than a to z, or of 1 or 2, stay.</summary>
    public static string Stem(string word)
    {
        if (word.Length < 3 || !word.All(char.IsAsciiLetterLower))
        {
            return word;
        }

        string stem = Step1(word);
        stem = Replace(stem, s_step2);
        stem = Replace(stem, s_step3);
        return Step5(Step4(stem));
    }

    private static string Step1(string word)
    {
        string stem = word switch
        {
            [.. string rest, 's', 's', 'e', 's'] => rest + "ss",
            [.. string rest, 'i', 'e', 's'] => rest + "i",
            [.., 's', 's'] => word,
            [.. string rest, 's'] => rest,
            _ => word,
        };
        stem = stem switch
        {
            [.. string rest, 'e', 'e', 'd'] => Measure(rest) > 0 ? rest + "ee" : stem,
            [.. string rest, 'e', 'd'] when HasVowel(rest) => Restore(rest),
            [.. string rest, 'i', 'n', 'g'] when HasVowel(rest) => Restore(rest),
            _ => stem,
        };
        return stem is [.. string before, 'y'] && HasVowel(before) ? before + "i" : stem;
    }

    /// <summary>What step 1b puts back: "hoping" is "hope", "hopping" is "hop".</summary>
    private static string Restore(string stem)
    {
        if (stem is [.., 'a', 't'] or [.., 'b', 'l'] or [.., 'i', 'z'])
        {
            return stem + "e";
        }

        if (EndsInDouble(stem) && stem[^1] is not ('l' or 's' or 'z'))
        {
            return stem[..^1];
        }

        return Measure(stem) == 1 && EndsInShort(stem) ? stem + "e" : stem;
    }

    private static string Replace(string word, (string Suffix, string By)[] suffixes)
    {
        (string suffix, string by) = suffixes.Where(pair => word.EndsWith(pair.Suffix, StringComparison.Ordinal))
            .OrderByDescending(pair => pair.Suffix.Length).FirstOrDefault(("", ""));
        string stem = word[..^suffix.Length];
        return suffix.Length > 0 && Measure(stem) > 0 ? stem + by : word;
    }

    private static string Step4(string word)
    {
        string suffix = s_step4.Where(ending => word.EndsWith(ending, StringComparison.Ordinal))
            .MaxBy(ending => ending.Length) ?? "";
        string stem = word[..^suffix.Length];
        return Measure(stem) > 1 && (suffix != "ion" || stem is [.., 's' or 't']) ? stem : word;
    }

    private static string Step5(string word)
    {
        string stem = word;
        if (stem is [.. string before, 'e'] && (Measure(before) > 1 || (Measure(before) == 1 && !EndsInShort(before))))
        {
            stem = before;
        }

        return stem is [.., 'l', 'l'] && Measure(stem) > 1 ? stem[..^1] : stem;
    }

    /// <summary>How often a vowel is followed by a consonant: the m of [C](VC)^m[V].</summary>
    private static int Measure(string stem) =>
        Enumerable.Range(1, Math.Max(0, stem.Length - 1)).Count(at => !IsConsonant(stem, at - 1) && IsConsonant(stem, at));

    private static bool HasVowel(string stem) => Enumerable.Range(0, stem.Length).Any(at => !IsConsonant(stem, at));

    private static bool EndsInDouble(string stem) =>
        stem.Length > 1 && stem[^1] == stem[^2] && IsConsonant(stem, stem.Length - 1);

    /// <summary>Consonant, vowel, consonant other than w, x or y.</summary>
    private static bool EndsInShort(string stem) =>
        stem.Length > 2 && IsConsonant(stem, stem.Length - 3) && !IsConsonant(stem, stem.Length - 2)
        && IsConsonant(stem, stem.Length - 1) && stem[^1] is not ('w' or 'x' or 'y');

    private static bool IsConsonant(string word, int at) => word[at] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => at == 0 || !IsConsonant(word, at - 1),
        _ => true,
    };
}

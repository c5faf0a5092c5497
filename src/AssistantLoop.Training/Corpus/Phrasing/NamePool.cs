namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>
/// Invents names. Every name word belongs by its hash to the training pool or, one in eight, to the held-out pool, so
/// held-out businesses, products and people have names that no training sample contains.
/// </summary>
internal sealed class NamePool(PhraseBook phrases, bool heldOut)
{
    private const uint HeldOutShare = 8;

    private static readonly string[] s_onsets =
    [
        "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kr", "l", "m", "n", "p", "pr", "qu",
        "r", "s", "sh", "st", "t", "tr", "v", "w", "y", "z", "", "th", "ch",
    ];

    private static readonly string[] s_vowels =
    [
        "a", "e", "i", "o", "u", "a", "e", "i", "o", "u", "a", "e", "o", "ai", "ea", "ou",
    ];

    private static readonly string[] s_codas =
    [
        "", "", "n", "l", "r", "s", "m", "t", "nd", "rn", "ck", "lt", "x", "sk",
    ];

    private static readonly string[] s_ends =
    [
        "a", "o", "en", "er", "is", "ix", "on", "ley", "ford", "ton", "wick", "dale", "ra", "na", "ell", "ett",
        "am", "us", "in", "ar",
    ];

    /// <summary>An invented word with a capital: "Velmora".</summary>
    public string Invented(Dice dice)
    {
        while (true)
        {
            string word = dice.Pick(s_onsets) + dice.Pick(s_vowels) + dice.Pick(s_codas);
            if (dice.Chance(0.45))
            {
                word += dice.Pick(s_onsets) + dice.Pick(s_vowels);
            }

            word = Words.Capital(word + dice.Pick(s_ends));
            if (word.Length is >= 4 and <= 10 && Allows(word))
            {
                return word;
            }
        }
    }

    /// <summary>A word of a phrase list that lies in this pool.</summary>
    public string Listed(Dice dice, string list)
    {
        while (true)
        {
            string word = dice.Pick(phrases[list]).Source;
            if (Allows(word))
            {
                return word;
            }
        }
    }

    /// <summary>Whether the word may be a name in this pool.</summary>
    public bool Allows(string word) => Words.StableHash(word) % HeldOutShare == 0 == heldOut;
}

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

    // Letters beyond ASCII, as names of people and towns have them.
    private static readonly string[] s_accented =
        ["é", "ö", "ü", "ñ", "å", "ø", "ç", "š", "ž", "ł", "á", "í", "ó", "ä", "è"];

    /// <summary>An invented word with a capital: "Velmora", now and then unpronounceable: "Xqbtri".</summary>
    public string Invented(Dice dice)
    {
        while (true)
        {
            string word = Words.Capital(dice.Chance(0.12) ? Random(dice) : Spoken(dice));
            if (word.Length is >= 4 and <= 11 && Allows(word))
            {
                return word;
            }
        }
    }

    /// <summary>The word without what an address cannot hold.</summary>
    public static string Ascii(string word) =>
        string.Concat(word.Where(char.IsAsciiLetterOrDigit).DefaultIfEmpty('x'));

    private static string Spoken(Dice dice)
    {
        string word = dice.Pick(s_onsets) + dice.Pick(s_vowels) + dice.Pick(s_codas);
        if (dice.Chance(0.45))
        {
            word += dice.Pick(s_onsets) + (dice.Chance(0.06) ? dice.Pick(s_accented) : dice.Pick(s_vowels));
        }

        return word + dice.Pick(s_ends);
    }

    // Letters in no order, so that names are copied letter by letter and not recalled.
    private static string Random(Dice dice) => string.Create(dice.Between(4, 9), dice, static (text, dice) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (char)('a' + dice.Below(26));
        }
    });

    /// <summary>A word of a phrase list that lies in this pool.</summary>
    public string Listed(Dice dice, string list)
    {
        while (true)
        {
            string word = dice.Pick(phrases.Of(list, heldOut)).Source;
            if (Allows(word))
            {
                return word;
            }
        }
    }

    /// <summary>Whether the word may be a name in this pool.</summary>
    public bool Allows(string word) => Words.StableHash(word) % HeldOutShare == 0 == heldOut;
}

namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>The regular forms of English nouns and verbs, and the irregular ones of the corpus's words.</summary>
internal static class Inflection
{
    // Verbs whose participle does not end in "ed".
    private static readonly Dictionary<string, string> s_participles = Pairs(
        "bend bent, build built, buy bought, catch caught, choose chosen, cut cut, dig dug, draw drawn, drive driven, "
        + "feed fed, find found, freeze frozen, grind ground, hang hung, hide hidden, hold held, keep kept, lead led, "
        + "lend lent, light lit, ride ridden, sell sold, send sent, sew sewn, shake shaken, show shown, spread spread, "
        + "steal stolen, sweep swept, teach taught, tear torn, throw thrown, wear worn, weave woven, wind wound, "
        + "write written");

    // Verbs that double their last letter.
    private static readonly HashSet<string> s_doubling =
    [
        "cancel", "control", "cut", "dig", "drop", "fit", "knit", "label", "permit", "plan", "rub", "scan", "scrub",
        "stir", "stop", "trim", "wrap",
    ];

    private static readonly Dictionary<string, string> s_plurals = Pairs(
        "calf calves, deer deer, fish fish, foot feet, leaf leaves, mouse mice, potato potatoes, sheep sheep, "
        + "shelf shelves, tomato tomatoes, tooth teeth, wolf wolves, boatman boatmen, chairman chairmen, "
        + "fisherman fishermen, postman postmen, police police");

    /// <summary>"sends", "carries", "fixes".</summary>
    public static string ThirdPerson(string verb) => WithS(verb);

    /// <summary>"sent", "carried", "stopped".</summary>
    public static string Participle(string verb) =>
        s_participles.TryGetValue(verb, out string? irregular) ? irregular
        : verb.EndsWith('e') ? verb + "d"
        : EndsInConsonantAndY(verb) ? verb[..^1] + "ied"
        : s_doubling.Contains(verb) ? verb + verb[^1] + "ed"
        : verb + "ed";

    /// <summary>"sending", "tying", "stopping".</summary>
    public static string Gerund(string verb) =>
        verb.EndsWith("ie", StringComparison.Ordinal) ? verb[..^2] + "ying"
        : verb is "dye" ? "dyeing"
        : verb.EndsWith('e') ? verb[..^1] + "ing"
        : s_doubling.Contains(verb) ? verb + verb[^1] + "ing"
        : verb + "ing";

    /// <summary>"kettles", "berries", "leaves"; of several words the last.</summary>
    public static string Plural(string noun)
    {
        int at = noun.LastIndexOf(' ') + 1;
        return s_plurals.TryGetValue(noun[at..], out string? irregular) ? noun[..at] + irregular : WithS(noun);
    }

    private static string WithS(string word) =>
        EndsInConsonantAndY(word) ? word[..^1] + "ies"
        : word[^1] is 's' or 'x' or 'z' || word.EndsWith("sh", StringComparison.Ordinal)
            || word.EndsWith("ch", StringComparison.Ordinal) ? word + "es"
        : word + "s";

    private static bool EndsInConsonantAndY(string word) =>
        word.Length > 1 && word[^1] == 'y' && !"aeiou".Contains(word[^2], StringComparison.Ordinal);

    private static Dictionary<string, string> Pairs(string text) => text.Split(", ")
        .Select(pair => pair.Split(' ')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}

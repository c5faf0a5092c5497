namespace AssistantLoop.Learning.DataSets.Texts;

/// <summary>Words that join others and state nothing, of the languages that <see cref="Language"/> knows. No negation is one.</summary>
internal static class SmallWords
{
    private static readonly HashSet<string> s_all =
    [
        .. Language.Profiles.SelectMany(profile => profile.Words).Where(word => word.Length > 1).Except(
            ["not", "nicht", "kein", "keine", "pas", "no", "non", "não", "niet", "geen", "nie", "sin", "senza", "sans", "ohne"]),
    ];

    public static bool Contain(string word) => s_all.Contains(word);
}

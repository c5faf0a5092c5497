using AssistantLoop.Chat.Content;

namespace AssistantLoop.Chat.Glossary;

/// <summary>Chooses the entries that matter to a turn: those the question names, then those a passage names.</summary>
internal static class GlossaryPick
{
    /// <summary>The most entries of a prompt.</summary>
    public const int Most = 8;

    public static IReadOnlyList<GlossaryEntry> Of(IReadOnlyList<GlossaryEntry> entries, TurnContext context)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        string[] texts = [.. context.Passages.SelectMany(found => (string[])[found.Passage.Title, found.Passage.Text])];
        GlossaryEntry[] spoken = [.. entries.Where(entry => context.Speaks(entry.Languages))];
        return
        [
            .. spoken.Where(entry => IsNamed(entry, context.Question))
                .Concat(spoken.Where(entry => texts.Any(text => IsNamed(entry, text))))
                .Distinct()
                .Take(Most),
        ];
    }

    private static bool IsNamed(GlossaryEntry entry, string text) =>
        Phrases.Names(text, entry.Term)
        || (entry.Preferred is { } preferred && Phrases.Names(text, preferred))
        || entry.Avoid.Any(avoided => Phrases.Names(text, avoided));
}

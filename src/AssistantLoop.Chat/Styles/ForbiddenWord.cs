namespace AssistantLoop.Chat.Styles;

/// <summary>A word that the house does not use, and what it says in its place, if anything.</summary>
public sealed record ForbiddenWord(string Word, string? Instead)
{
    /// <summary>Reads "cheap" or "cheap = affordable".</summary>
    public static ForbiddenWord Parse(string text)
    {
        string[] parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        return new(parts[0], parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null);
    }
}

namespace AssistantLoop.Retrieval.Documents;

/// <summary>What a passage is put together from: a sentence, a list item or a table row.</summary>
/// <param name="Text">On one line.</param>
/// <param name="Tokens">How many tokens it has, after others in its line.</param>
/// <param name="IsWhole">Whether it is a list item or a table row.</param>
/// <param name="Page">The page it begins on.</param>
/// <param name="Glued">Whether no space stands before it: scripts without spaces are cut within a line.</param>
internal sealed record PassagePiece(string Text, int Tokens, bool IsWhole, int? Page, bool Glued = false)
{
    /// <summary>Whether it leads into a list.</summary>
    public bool LeadsOn => Text.EndsWith(':');

    /// <summary>The text where another follows it in one line: items that end in no mark are set apart.</summary>
    public string Closed => IsWhole && !char.IsPunctuation(Text[^1]) ? Text + ";" : Text;
}

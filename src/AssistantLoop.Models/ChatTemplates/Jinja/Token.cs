namespace AssistantLoop.Models.ChatTemplates.Jinja;

internal enum TokenKind
{
    Text,
    OutputStart,
    OutputEnd,
    TagStart,
    TagEnd,
    Name,
    String,
    Integer,
    Float,
    Operator,
    End,
}

/// <summary>A piece of a template; the text of a string token has its escapes resolved.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Line)
{
    public bool Is(TokenKind kind, string text) => Kind == kind && Text == text;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.Text => "text",
        TokenKind.String => $"the text '{Text}'",
        _ => $"`{Text}`",
    };
}

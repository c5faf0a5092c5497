namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Walks over the tokens of a template.</summary>
internal sealed class TokenStream(IReadOnlyList<Token> tokens)
{
    private const int DeepestNesting = 200;
    private int _at;
    private int _depth;

    public Token Current => tokens[_at];

    public int Line => Current.Line;

    public Token Peek() => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    public Token Next()
    {
        Token token = Current;
        _at = Math.Min(_at + 1, tokens.Count - 1);
        return token;
    }

    public bool IsOperator(string text) => Current.Is(TokenKind.Operator, text);

    public bool IsWord(string text) => Current.Is(TokenKind.Name, text);

    public bool Skip(TokenKind kind, string text)
    {
        if (!Current.Is(kind, text))
        {
            return false;
        }

        Next();
        return true;
    }

    public bool SkipOperator(string text) => Skip(TokenKind.Operator, text);

    public bool SkipWord(string text) => Skip(TokenKind.Name, text);

    public void Expect(TokenKind kind, string text)
    {
        if (!Skip(kind, text))
        {
            throw Unexpected($"`{text}`");
        }
    }

    public string ExpectName() => Current.Kind == TokenKind.Name ? Next().Text : throw Unexpected("a name");

    public TemplateFault Unexpected(string expected) => new($"expected {expected}, found {Current}.", Line);

    /// <summary>Runs a nested parse; a template nested absurdly deep is refused before the stack is used up.</summary>
    public T Nested<T>(Func<T> parse)
    {
        if (++_depth > DeepestNesting)
        {
            throw new TemplateFault($"the template is nested more than {DeepestNesting} deep.", Line);
        }

        T result = parse();
        _depth--;
        return result;
    }
}

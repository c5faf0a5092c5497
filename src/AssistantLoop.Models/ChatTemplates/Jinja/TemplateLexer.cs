namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>
/// Cuts a template into text and tags. Whitespace is controlled as Hugging Face sets Jinja up: trim_blocks and
/// lstrip_blocks on, one newline at the end of the file dropped; <c>-</c> and <c>+</c> marks override.
/// </summary>
internal sealed class TemplateLexer
{
    private readonly List<Token> _tokens = [];
    private readonly string _source;
    private int _at;
    private int _line = 1;
    private bool _atLineStart = true;

    private TemplateLexer(string source) => _source = source;

    public static IReadOnlyList<Token> Run(string template)
    {
        string source = template.ReplaceLineEndings("\n");
        TemplateLexer lexer = new(source.EndsWith('\n') ? source[..^1] : source);
        while (lexer._at < lexer._source.Length)
        {
            lexer.Step();
        }

        lexer._tokens.Add(new Token(TokenKind.End, "", lexer._line));
        return lexer._tokens;
    }

    private void Step()
    {
        int open = FindOpen(_at);
        if (open < 0)
        {
            AddText(_source[_at..]);
            _at = _source.Length;
            return;
        }

        string text = _source[_at..open];
        char kind = _source[open + 1];
        char mark = open + 2 < _source.Length ? _source[open + 2] : '\0';
        AddText(mark == '-' ? PythonText.TrimEnd(text) : mark != '+' && kind != '{' ? StripLine(text) : text);
        CountLines(_at, open);
        _at = open + (mark is '-' or '+' ? 3 : 2);
        if (kind == '#')
        {
            SkipComment();
        }
        else if (kind == '%' && TrySkipWord("raw"))
        {
            ReadRaw();
        }
        else
        {
            ReadTag(kind);
        }
    }

    private int FindOpen(int from)
    {
        for (int at = _source.IndexOf('{', from); at >= 0 && at + 1 < _source.Length; at = _source.IndexOf('{', at + 1))
        {
            if (_source[at + 1] is '{' or '%' or '#')
            {
                return at;
            }
        }

        return -1;
    }

    private void ReadTag(char kind)
    {
        string end = kind == '{' ? "}}" : "%}";
        _tokens.Add(new Token(kind == '{' ? TokenKind.OutputStart : TokenKind.TagStart, _source.Substring(_at - 2, 2),
            _line));
        ExpressionLexer lexer = new(_source, _at, _line, end, _tokens);
        int stop = lexer.Run();
        _line = lexer.Line;
        _tokens.Add(new Token(kind == '{' ? TokenKind.OutputEnd : TokenKind.TagEnd, end, _line));
        FinishTag(stop, trimNewline: kind == '%');
    }

    private void SkipComment()
    {
        int end = _source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new TemplateFault("a comment is not closed.", _line);
        }

        CountLines(_at, end);
        FinishTag(end > _at && _source[end - 1] is '-' or '+' ? end - 1 : end, trimNewline: true);
    }

    private void ReadRaw()
    {
        FinishTag(_at, trimNewline: true);
        int start = _at;
        for (int open = _source.IndexOf("{%", _at, StringComparison.Ordinal); open >= 0;
            open = _source.IndexOf("{%", open + 2, StringComparison.Ordinal))
        {
            char mark = open + 2 < _source.Length ? _source[open + 2] : '\0';
            _at = open + (mark is '-' or '+' ? 3 : 2);
            if (TrySkipWord("endraw"))
            {
                string text = _source[start..open];
                AddText(mark == '-' ? PythonText.TrimEnd(text) : mark != '+' ? StripLine(text) : text);
                CountLines(start, open);
                FinishTag(_at, trimNewline: true);
                return;
            }
        }

        throw new TemplateFault("the tag `raw` is not closed.", _line);
    }

    // Moves over "word" and the blanks around it if the tag holds nothing else.
    private bool TrySkipWord(string word)
    {
        int at = SkipBlanks(_at);
        if (string.CompareOrdinal(_source, at, word, 0, word.Length) != 0)
        {
            return false;
        }

        at = SkipBlanks(at + word.Length);
        int end = at < _source.Length && _source[at] is '-' or '+' ? at + 1 : at;
        if (string.CompareOrdinal(_source, end, "%}", 0, 2) != 0)
        {
            return false;
        }

        _at = at;
        return true;
    }

    // At the optional mark before the closing two characters.
    private void FinishTag(int stop, bool trimNewline)
    {
        char mark = _source[stop];
        _at = stop + (mark is '-' or '+' ? 3 : 2);
        int from = _at;
        if (mark == '-')
        {
            _at = SkipBlanks(_at);
        }
        else if (trimNewline && mark != '+' && _at < _source.Length && _source[_at] == '\n')
        {
            _at++;
        }

        CountLines(from, _at);
        _atLineStart = _source[_at - 1] == '\n';
    }

    private string StripLine(string text)
    {
        int line = text.LastIndexOf('\n') + 1;
        return (line > 0 || _atLineStart) && text.AsSpan(line).IndexOfAnyExcept(' ', '\t') < 0 ? text[..line] : text;
    }

    private int SkipBlanks(int at)
    {
        while (at < _source.Length && PythonText.IsSpace(_source[at]))
        {
            at++;
        }

        return at;
    }

    private void AddText(string text)
    {
        if (text.Length > 0)
        {
            _tokens.Add(new Token(TokenKind.Text, text, _line));
        }
    }

    private void CountLines(int from, int to) => _line += _source.AsSpan(from, to - from).Count('\n');
}

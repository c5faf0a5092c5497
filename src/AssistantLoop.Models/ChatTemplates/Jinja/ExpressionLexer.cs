using System.Globalization;
using System.Text;

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Cuts the inside of one tag into tokens, up to its end mark.</summary>
internal sealed class ExpressionLexer(string source, int start, int line, string end, List<Token> tokens)
{
    private static readonly string[] s_operators =
    [
        "//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "~", "(", ")", "[", "]", "{", "}", ",", ".", ":", "|",
        "%", "=", "<", ">",
    ];

    private int _at = start;
    private int _line = line;
    private int _depth;

    public int Line => _line;

    /// <summary>Returns where the end mark, with a <c>-</c> or <c>+</c> before it, begins.</summary>
    public int Run()
    {
        while (_at < source.Length)
        {
            char next = source[_at];
            if (PythonText.IsSpace(next))
            {
                _line += next == '\n' ? 1 : 0;
                _at++;
            }
            else if (_depth == 0 && IsEnd())
            {
                return _at;
            }
            else if (next is '"' or '\'')
            {
                ReadString(next);
            }
            else if (char.IsAsciiDigit(next))
            {
                ReadNumber();
            }
            else if (char.IsLetter(next) || next == '_')
            {
                AddRun(TokenKind.Name, c => char.IsLetterOrDigit(c) || c == '_');
            }
            else
            {
                ReadOperator();
            }
        }

        throw new TemplateFault($"a tag is not closed by `{end}`.", _line);
    }

    private bool IsEnd()
    {
        int at = source[_at] == '-' || (source[_at] == '+' && end == "%}") ? _at + 1 : _at;
        return string.CompareOrdinal(source, at, end, 0, 2) == 0;
    }

    private void ReadOperator()
    {
        string? found = Array.Find(s_operators, o => string.CompareOrdinal(source, _at, o, 0, o.Length) == 0);
        if (found is null)
        {
            throw new TemplateFault($"the character `{source[_at]}` cannot stand in a tag.", _line);
        }

        _depth += found is "(" or "[" or "{" ? 1 : found is ")" or "]" or "}" ? -1 : 0;
        tokens.Add(new Token(TokenKind.Operator, found, _line));
        _at += found.Length;
    }

    private void ReadNumber()
    {
        int from = _at;
        Skip(c => char.IsAsciiDigit(c) || c == '_');
        bool whole = true;
        if (_at + 1 < source.Length && source[_at] == '.' && char.IsAsciiDigit(source[_at + 1]))
        {
            whole = false;
            _at++;
            Skip(char.IsAsciiDigit);
        }

        tokens.Add(new Token(whole ? TokenKind.Integer : TokenKind.Float,
            source[from.._at].Replace("_", "", StringComparison.Ordinal), _line));
    }

    private void AddRun(TokenKind kind, Func<char, bool> belongs)
    {
        int from = _at;
        Skip(belongs);
        tokens.Add(new Token(kind, source[from.._at], _line));
    }

    private void Skip(Func<char, bool> belongs)
    {
        while (_at < source.Length && belongs(source[_at]))
        {
            _at++;
        }
    }

    private void ReadString(char quote)
    {
        int first = _line;
        StringBuilder text = new();
        for (_at++; _at < source.Length; _at++)
        {
            char next = source[_at];
            _line += next == '\n' ? 1 : 0;
            if (next == quote)
            {
                _at++;
                tokens.Add(new Token(TokenKind.String, text.ToString(), first));
                return;
            }

            if (next == '\\' && _at + 1 < source.Length)
            {
                ReadEscape(text);
            }
            else
            {
                text.Append(next);
            }
        }

        throw new TemplateFault("a text is not closed by its quotation mark.", first);
    }

    // Python's escapes; one that Python does not know stays as it is written.
    private void ReadEscape(StringBuilder text)
    {
        char name = source[++_at];
        int digits = name switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            ReadCodePoint(text, digits);
            return;
        }

        _line += name == '\n' ? 1 : 0;
        text.Append(name switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            'b' => "\b",
            'f' => "\f",
            'v' => "\v",
            'a' => "\a",
            '0' => "\0",
            '\n' => "",
            '\\' or '\'' or '"' => name.ToString(),
            _ => $"\\{name}",
        });
    }

    private void ReadCodePoint(StringBuilder text, int digits)
    {
        if (_at + digits >= source.Length
            || !int.TryParse(source.AsSpan(_at + 1, digits), NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out int code)
            || code is < 0 or > 0x10FFFF)
        {
            throw new TemplateFault($"the escape `\\{source[_at]}` needs {digits} hexadecimal digits of a character.",
                _line);
        }

        text.Append(code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code));
        _at += digits;
    }
}

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Parses a whole template into statements; what it does not know it refuses by name and line.</summary>
internal sealed class TemplateParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private int _loops;

    private TemplateParser(TokenStream tokens)
    {
        _tokens = tokens;
        _expressions = new ExpressionParser(tokens);
    }

    public static IReadOnlyList<Statement> Run(string template)
    {
        TemplateParser parser = new(new TokenStream(TemplateLexer.Run(template)));
        List<Statement> statements = parser.ParseBody();
        return parser._tokens.Current.Kind == TokenKind.End
            ? statements
            : throw new TemplateFault($"the tag `{parser._tokens.Peek().Text}` closes nothing.", parser._tokens.Line);
    }

    // Up to a tag that no statement begins with, such as endif, whose TagStart stays unread.
    private List<Statement> ParseBody()
    {
        List<Statement> statements = [];
        while (true)
        {
            Token token = _tokens.Current;
            switch (token.Kind)
            {
                case TokenKind.Text:
                    statements.Add(new Text(token.Line, _tokens.Next().Text));
                    break;
                case TokenKind.OutputStart:
                    _tokens.Next();
                    statements.Add(new Output(token.Line, _expressions.ParseTuple()));
                    _tokens.Expect(TokenKind.OutputEnd, "}}");
                    break;
                case TokenKind.TagStart when !ClosesOrContinues(_tokens.Peek()):
                    statements.Add(_tokens.Nested(ParseStatement));
                    break;
                default:
                    return statements;
            }
        }
    }

    private static bool ClosesOrContinues(Token token) =>
        token.Text is "elif" or "else" || token.Text.StartsWith("end", StringComparison.Ordinal);

    private Statement ParseStatement()
    {
        _tokens.Next();
        int line = _tokens.Line;
        string name = _tokens.ExpectName();
        return name switch
        {
            "if" => ParseIf(line),
            "for" => ParseFor(line),
            "set" => ParseSet(line),
            "macro" => ParseMacro(line),
            "call" => ParseCall(line),
            "filter" => ParseFilterBlock(line),
            "generation" => new Generation(line, ParseBlock("endgeneration")),
            "break" or "continue" => ParseJump(line, name),
            _ => throw new TemplateFault($"the tag `{name}` is not supported.", line),
        };
    }

    private If ParseIf(int line)
    {
        List<(Expression, IReadOnlyList<Statement>)> branches = [];
        do
        {
            Expression condition = _expressions.ParseTuple();
            EndTag();
            branches.Add((condition, ParseBody()));
        }
        while (ContinuesWith("elif"));

        return new If(line, branches, ParseElse("endif"));
    }

    private For ParseFor(int line)
    {
        List<string> targets = ParseTargets("in");
        Expression iterable = _expressions.ParseLoopSource();
        Expression? condition = _tokens.SkipWord("if") ? _expressions.Parse() : null;
        if (_tokens.IsWord("recursive"))
        {
            throw new TemplateFault("a `recursive` loop is not supported.", line);
        }

        EndTag();
        _loops++;
        List<Statement> body = ParseBody();
        _loops--;
        return new For(line, targets, iterable, condition, body, ParseElse("endfor"));
    }

    private List<string> ParseTargets(string end)
    {
        bool parentheses = _tokens.SkipOperator("(");
        List<string> targets = [];
        do
        {
            targets.Add(_tokens.ExpectName());
        }
        while (_tokens.SkipOperator(","));

        if (parentheses)
        {
            _tokens.Expect(TokenKind.Operator, ")");
        }

        _tokens.Expect(TokenKind.Name, end);
        return targets;
    }

    private Statement ParseSet(int line)
    {
        List<string> targets = [];
        string? attribute = null;
        do
        {
            targets.Add(_tokens.ExpectName());
            attribute = _tokens.SkipOperator(".") ? _tokens.ExpectName() : attribute;
        }
        while (_tokens.SkipOperator(","));

        if (attribute is not null && targets.Count > 1)
        {
            throw new TemplateFault("`set` of several attributes at once is not supported.", line);
        }

        if (_tokens.SkipOperator("="))
        {
            Expression value = _expressions.ParseTuple();
            EndTag();
            return new Set(line, targets, attribute, value);
        }

        if (targets.Count > 1)
        {
            throw _tokens.Unexpected("`=`");
        }

        Expression filters = _expressions.ParseFilters(new Name(line, Name.Captured));
        return new SetBlock(line, targets[0], attribute, filters, ParseBlock("endset"));
    }

    private Macro ParseMacro(int line)
    {
        string name = _tokens.ExpectName();
        var parameters = ParseParameters();
        return new Macro(line, name, parameters, ParseApart("endmacro"));
    }

    private CallBlock ParseCall(int line)
    {
        var parameters = _tokens.IsOperator("(") ? ParseParameters() : [];
        Call call = _expressions.Parse() as Call
            ?? throw new TemplateFault("the tag `call` needs a call of a macro.", line);
        return new CallBlock(line, call, parameters, ParseApart("endcall"));
    }

    private List<(string, Expression?)> ParseParameters()
    {
        _tokens.Expect(TokenKind.Operator, "(");
        List<(string, Expression?)> parameters = [];
        while (!_tokens.SkipOperator(")"))
        {
            parameters.Add((_tokens.ExpectName(), _tokens.SkipOperator("=") ? _expressions.Parse() : null));
            if (!_tokens.IsOperator(")"))
            {
                _tokens.Expect(TokenKind.Operator, ",");
            }
        }

        return parameters;
    }

    private FilterBlock ParseFilterBlock(int line)
    {
        string name = _tokens.ExpectName();
        Arguments arguments = _tokens.IsOperator("(") ? _expressions.ParseArguments() : Arguments.None;
        Expression first = new Filter(line, new Name(line, Name.Captured), name, arguments);
        return new FilterBlock(line, _expressions.ParseFilters(first), ParseBlock("endfilter"));
    }

    private Jump ParseJump(int line, string name)
    {
        EndTag();
        return _loops > 0
            ? new Jump(line, Leaves: name == "break")
            : throw new TemplateFault($"the tag `{name}` stands outside a loop.", line);
    }

    // A macro's body is apart from the loop around its definition: break and continue do not reach it.
    private List<Statement> ParseApart(string end)
    {
        (int loops, _loops) = (_loops, 0);
        List<Statement> body = ParseBlock(end);
        _loops = loops;
        return body;
    }

    private List<Statement> ParseBlock(string end)
    {
        EndTag();
        List<Statement> body = ParseBody();
        Close(end);
        return body;
    }

    private List<Statement> ParseElse(string end)
    {
        List<Statement> body = [];
        if (ContinuesWith("else"))
        {
            EndTag();
            body = ParseBody();
        }

        Close(end);
        return body;
    }

    private bool ContinuesWith(string name)
    {
        if (_tokens.Current.Kind != TokenKind.TagStart || !_tokens.Peek().Is(TokenKind.Name, name))
        {
            return false;
        }

        _tokens.Next();
        _tokens.Next();
        return true;
    }

    private void Close(string end)
    {
        if (!ContinuesWith(end))
        {
            throw _tokens.Current.Kind == TokenKind.TagStart
                ? new TemplateFault($"expected the tag `{end}`, found `{_tokens.Peek().Text}`.", _tokens.Line)
                : new TemplateFault($"the tag `{end}` is missing.", _tokens.Line);
        }

        // Jinja allows the macro's name to be repeated.
        if (end == "endmacro" && _tokens.Current.Kind == TokenKind.Name)
        {
            _tokens.Next();
        }

        EndTag();
    }

    private void EndTag() => _tokens.Expect(TokenKind.TagEnd, "%}");
}

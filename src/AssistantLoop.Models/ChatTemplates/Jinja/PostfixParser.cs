namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Parses what follows a value: members, items, slices, calls, filters and tests.</summary>
internal sealed class PostfixParser(TokenStream tokens)
{
    private static readonly string[] s_notAnArgument = ["else", "or", "and", "is", "if", "in", "not"];

    public Expression ParsePostfix(ExpressionParser parser, Expression value)
    {
        while (true)
        {
            int line = tokens.Line;
            if (tokens.SkipOperator("."))
            {
                value = ParseMember(line, value);
            }
            else if (tokens.SkipOperator("["))
            {
                value = ParseItem(parser, line, value);
            }
            else if (tokens.IsOperator("("))
            {
                value = new Call(line, value, ParseArguments(parser));
            }
            else
            {
                return value;
            }
        }
    }

    public Expression ParseFilters(ExpressionParser parser, Expression value)
    {
        while (true)
        {
            int line = tokens.Line;
            if (tokens.SkipOperator("|"))
            {
                string name = tokens.ExpectName();
                value = new Filter(line, value, name, tokens.IsOperator("(") ? ParseArguments(parser) : Arguments.None);
            }
            else if (tokens.SkipWord("is"))
            {
                value = ParseTest(parser, line, value);
            }
            else if (tokens.IsOperator("("))
            {
                value = new Call(line, value, ParseArguments(parser));
            }
            else
            {
                return value;
            }
        }
    }

    public Arguments ParseArguments(ExpressionParser parser)
    {
        tokens.Expect(TokenKind.Operator, "(");
        List<Expression> positional = [];
        List<(string, Expression)> named = [];
        while (!tokens.SkipOperator(")"))
        {
            if (tokens.IsOperator("*") || tokens.IsOperator("**"))
            {
                throw new TemplateFault($"unpacking arguments by `{tokens.Current.Text}` is not supported.",
                    tokens.Line);
            }

            if (tokens.Current.Kind == TokenKind.Name && tokens.Peek().Is(TokenKind.Operator, "="))
            {
                string name = tokens.Next().Text;
                tokens.Next();
                named.Add((name, parser.Parse()));
            }
            else if (named.Count > 0)
            {
                throw new TemplateFault("an argument without name stands after one with a name.", tokens.Line);
            }
            else
            {
                positional.Add(parser.Parse());
            }

            if (!tokens.IsOperator(")"))
            {
                tokens.Expect(TokenKind.Operator, ",");
            }
        }

        return new Arguments(positional, named);
    }

    private Expression ParseMember(int line, Expression value) => tokens.Current.Kind == TokenKind.Integer
        ? new Item(line, value,
            new Literal(line, long.Parse(tokens.Next().Text, System.Globalization.CultureInfo.InvariantCulture)))
        : new Member(line, value, tokens.ExpectName());

    private Expression ParseItem(ExpressionParser parser, int line, Expression value)
    {
        Expression? start = tokens.IsOperator(":") ? null : parser.Parse();
        if (start is not null && tokens.SkipOperator("]"))
        {
            return new Item(line, value, start);
        }

        tokens.Expect(TokenKind.Operator, ":");
        Expression? stop = tokens.IsOperator(":") || tokens.IsOperator("]") ? null : parser.Parse();
        Expression? step = tokens.SkipOperator(":") && !tokens.IsOperator("]") ? parser.Parse() : null;
        tokens.Expect(TokenKind.Operator, "]");
        return new Slice(line, value, start, stop, step);
    }

    private Expression ParseTest(ExpressionParser parser, int line, Expression value)
    {
        bool negated = tokens.SkipWord("not");
        string name = tokens.ExpectName();
        Arguments arguments = Arguments.None;
        if (tokens.IsOperator("("))
        {
            arguments = ParseArguments(parser);
        }
        else if (StartsArgument())
        {
            arguments = new Arguments([ParsePostfix(parser, parser.ParsePrimary())], []);
        }

        Test test = new(line, value, name, arguments);
        return negated ? new Unary(line, "not", test) : test;
    }

    private bool StartsArgument() => tokens.Current.Kind switch
    {
        TokenKind.String or TokenKind.Integer or TokenKind.Float => true,
        TokenKind.Name => !s_notAnArgument.Contains(tokens.Current.Text),
        _ => tokens.IsOperator("[") || tokens.IsOperator("{"),
    };
}

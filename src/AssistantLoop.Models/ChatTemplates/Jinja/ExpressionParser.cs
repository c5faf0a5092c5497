using System.Globalization;

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>
/// Parses expressions by recursive descent with Jinja's order of precedence, weakest first: inline if, or, and, not,
/// comparisons, + -, ~, * / // %, **, signs, then filters, tests, members and calls.
/// </summary>
internal sealed class ExpressionParser(TokenStream tokens)
{
    private static readonly string[] s_comparisons = ["==", "!=", "<", "<=", ">", ">="];
    private readonly PostfixParser _postfix = new(tokens);

    /// <summary>An expression, or several with commas between, which make a tuple.</summary>
    public Expression ParseTuple() => ParseTuple(Parse);

    /// <summary>
    /// As <see cref="ParseTuple()"/> without inline if, whose word means something else after a loop's list.
    /// </summary>
    public Expression ParseLoopSource() => ParseTuple(ParseOr);

    public Expression Parse() => tokens.Nested(() =>
    {
        Expression value = ParseOr();
        while (tokens.IsWord("if"))
        {
            int line = tokens.Next().Line;
            Expression condition = ParseOr();
            Expression? otherwise = tokens.SkipWord("else") ? Parse() : null;
            value = new Conditional(line, condition, value, otherwise);
        }

        return value;
    });

    public Arguments ParseArguments() => _postfix.ParseArguments(this);

    public Expression ParseFilters(Expression value) => _postfix.ParseFilters(this, value);

    private Expression ParseTuple(Func<Expression> parse)
    {
        int line = tokens.Line;
        Expression first = parse();
        if (!tokens.IsOperator(","))
        {
            return first;
        }

        List<Expression> items = [first];
        while (tokens.SkipOperator(",") && !EndsTuple())
        {
            items.Add(parse());
        }

        return new TupleLiteral(line, items);
    }

    private bool EndsTuple() => tokens.Current.Kind is TokenKind.TagEnd or TokenKind.OutputEnd
        || tokens.IsOperator(")");

    private Expression ParseOr()
    {
        Expression left = ParseAnd();
        while (tokens.IsWord("or"))
        {
            left = new Binary(tokens.Next().Line, "or", left, ParseAnd());
        }

        return left;
    }

    private Expression ParseAnd()
    {
        Expression left = ParseNot();
        while (tokens.IsWord("and"))
        {
            left = new Binary(tokens.Next().Line, "and", left, ParseNot());
        }

        return left;
    }

    private Expression ParseNot() => tokens.IsWord("not")
        ? tokens.Nested(() => new Unary(tokens.Next().Line, "not", ParseNot()))
        : ParseComparison();

    private Expression ParseComparison()
    {
        int line = tokens.Line;
        Expression first = ParseSum();
        List<(string, Expression)> rest = [];
        while (ComparisonOperator() is string found)
        {
            rest.Add((found, ParseSum()));
        }

        return rest.Count == 0 ? first : new Comparison(line, first, rest);
    }

    private string? ComparisonOperator()
    {
        if (tokens.Current.Kind == TokenKind.Operator && s_comparisons.Contains(tokens.Current.Text))
        {
            return tokens.Next().Text;
        }

        if (tokens.SkipWord("in"))
        {
            return "in";
        }

        if (tokens.IsWord("not") && tokens.Peek().Is(TokenKind.Name, "in"))
        {
            tokens.Next();
            tokens.Next();
            return "not in";
        }

        return null;
    }

    private Expression ParseSum() => ParseLeft(ParseConcatenation, "+", "-");

    private Expression ParseConcatenation() => ParseLeft(ParseProduct, "~");

    private Expression ParseProduct() => ParseLeft(ParsePower, "*", "/", "//", "%");

    private Expression ParsePower() => ParseLeft(() => ParseUnary(withFilters: true), "**");

    private Expression ParseLeft(Func<Expression> parse, params ReadOnlySpan<string> operators)
    {
        Expression left = parse();
        while (tokens.Current.Kind == TokenKind.Operator && operators.Contains(tokens.Current.Text))
        {
            Token found = tokens.Next();
            left = new Binary(found.Line, found.Text, left, parse());
        }

        return left;
    }

    // In Jinja a filter applies to the signed number: -3|abs is 3.
    private Expression ParseUnary(bool withFilters) => tokens.Nested(() =>
    {
        Expression value = tokens.IsOperator("-") || tokens.IsOperator("+")
            ? new Unary(tokens.Line, tokens.Next().Text, ParseUnary(withFilters: false))
            : _postfix.ParsePostfix(this, ParsePrimary());
        return withFilters ? _postfix.ParseFilters(this, value) : value;
    });

    public Expression ParsePrimary()
    {
        Token token = tokens.Next();
        return token switch
        {
            { Kind: TokenKind.Name } => NameOrConstant(token),
            { Kind: TokenKind.String } => new Literal(token.Line, JoinStrings(token.Text)),
            { Kind: TokenKind.Integer } => new Literal(token.Line, Integer(token)),
            { Kind: TokenKind.Float } =>
                new Literal(token.Line, double.Parse(token.Text, CultureInfo.InvariantCulture)),
            { Kind: TokenKind.Operator, Text: "(" } => ParseParentheses(token.Line),
            { Kind: TokenKind.Operator, Text: "[" } => new ListLiteral(token.Line, ParseItems("]")),
            { Kind: TokenKind.Operator, Text: "{" } => ParseDict(token.Line),
            _ => throw new TemplateFault($"expected an expression, found {token}.", token.Line),
        };
    }

    private static Expression NameOrConstant(Token token) => token.Text switch
    {
        "true" or "True" => new Literal(token.Line, true),
        "false" or "False" => new Literal(token.Line, false),
        "none" or "None" => new Literal(token.Line, null),
        _ => new Name(token.Line, token.Text),
    };

    private string JoinStrings(string first)
    {
        while (tokens.Current.Kind == TokenKind.String)
        {
            first += tokens.Next().Text;
        }

        return first;
    }

    private static long Integer(Token token) =>
        long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new TemplateFault($"the number {token.Text} is too large.", token.Line);

    private Expression ParseParentheses(int line)
    {
        if (tokens.SkipOperator(")"))
        {
            return new TupleLiteral(line, []);
        }

        Expression value = ParseTuple();
        tokens.Expect(TokenKind.Operator, ")");
        return value;
    }

    private List<Expression> ParseItems(string close)
    {
        List<Expression> items = [];
        while (!tokens.SkipOperator(close))
        {
            items.Add(Parse());
            if (!tokens.IsOperator(close))
            {
                tokens.Expect(TokenKind.Operator, ",");
            }
        }

        return items;
    }

    private DictLiteral ParseDict(int line)
    {
        List<(Expression, Expression)> entries = [];
        while (!tokens.SkipOperator("}"))
        {
            Expression key = Parse();
            tokens.Expect(TokenKind.Operator, ":");
            entries.Add((key, Parse()));
            if (!tokens.IsOperator("}"))
            {
                tokens.Expect(TokenKind.Operator, ",");
            }
        }

        return new DictLiteral(line, entries);
    }
}

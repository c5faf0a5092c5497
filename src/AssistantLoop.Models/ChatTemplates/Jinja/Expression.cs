namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>A parsed expression; every node knows its line.</summary>
internal abstract record Expression(int Line);

internal sealed record Literal(int Line, object? Value) : Expression(Line);

internal sealed record Name(int Line, string Id) : Expression(Line)
{
    /// <summary>The text that a set or filter block caught; no template can write this name.</summary>
    public const string Captured = "(captured)";
}

internal sealed record ListLiteral(int Line, IReadOnlyList<Expression> Items) : Expression(Line);

internal sealed record TupleLiteral(int Line, IReadOnlyList<Expression> Items) : Expression(Line);

internal sealed record DictLiteral(int Line, IReadOnlyList<(Expression Key, Expression Value)> Entries)
    : Expression(Line);

internal sealed record Member(int Line, Expression Target, string Attribute) : Expression(Line);

internal sealed record Item(int Line, Expression Target, Expression Key) : Expression(Line);

internal sealed record Slice(int Line, Expression Target, Expression? Start, Expression? Stop, Expression? Step)
    : Expression(Line);

internal sealed record Arguments(
    IReadOnlyList<Expression> Positional, IReadOnlyList<(string Name, Expression Value)> Named)
{
    public static Arguments None { get; } = new([], []);
}

internal sealed record Call(int Line, Expression Target, Arguments Arguments) : Expression(Line);

internal sealed record Filter(int Line, Expression Target, string Id, Arguments Arguments) : Expression(Line);

internal sealed record Test(int Line, Expression Target, string Id, Arguments Arguments) : Expression(Line);

/// <summary>Operators: not, +, -.</summary>
internal sealed record Unary(int Line, string Operator, Expression Operand) : Expression(Line);

/// <summary>Operators: and, or, +, -, *, /, //, %, **, ~.</summary>
internal sealed record Binary(int Line, string Operator, Expression Left, Expression Right) : Expression(Line);

/// <summary>A chain such as <c>a &lt; b &lt;= c</c>; also in and not in.</summary>
internal sealed record Comparison(int Line, Expression First, IReadOnlyList<(string Operator, Expression Right)> Rest)
    : Expression(Line);

internal sealed record Conditional(int Line, Expression Condition, Expression Then, Expression? Else)
    : Expression(Line);

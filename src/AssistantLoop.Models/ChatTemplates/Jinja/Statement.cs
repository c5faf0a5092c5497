namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>A parsed statement; every node knows its line.</summary>
internal abstract record Statement(int Line);

internal sealed record Text(int Line, string Value) : Statement(Line);

internal sealed record Output(int Line, Expression Value) : Statement(Line);

internal sealed record If(
    int Line, IReadOnlyList<(Expression Condition, IReadOnlyList<Statement> Body)> Branches,
    IReadOnlyList<Statement> Else)
    : Statement(Line);

internal sealed record For(
    int Line, IReadOnlyList<string> Targets, Expression Iterable, Expression? Condition, IReadOnlyList<Statement> Body,
    IReadOnlyList<Statement> Else) : Statement(Line);

/// <summary>Sets names, or one attribute of a namespace where <c>Attribute</c> is not null.</summary>
internal sealed record Set(int Line, IReadOnlyList<string> Targets, string? Attribute, Expression Value)
    : Statement(Line);

/// <summary>
/// Sets a name to the text of its body, passed through <c>Value</c>, which reads <see cref="Name.Captured"/>.
/// </summary>
internal sealed record SetBlock(int Line, string Target, string? Attribute, Expression Value,
    IReadOnlyList<Statement> Body)
    : Statement(Line);

internal sealed record FilterBlock(int Line, Expression Value, IReadOnlyList<Statement> Body) : Statement(Line);

internal sealed record Macro(
    int Line, string Id, IReadOnlyList<(string Name, Expression? Default)> Parameters, IReadOnlyList<Statement> Body)
    : Statement(Line);

/// <summary>Calls a macro with the body as its <c>caller</c>.</summary>
internal sealed record CallBlock(
    int Line, Call Call, IReadOnlyList<(string Name, Expression? Default)> Parameters, IReadOnlyList<Statement> Body)
    : Statement(Line);

/// <summary>What the assistant wrote: its span of the output is what training learns.</summary>
internal sealed record Generation(int Line, IReadOnlyList<Statement> Body) : Statement(Line);

internal sealed record Jump(int Line, bool Leaves) : Statement(Line);

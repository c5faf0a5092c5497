namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>What stands after <c>is</c>.</summary>
internal sealed class Tests(Budget budget)
{
    private readonly Operators _operators = new(budget);

    public bool Passes(string name, object? value, CallArguments arguments) => name switch
    {
        "defined" => value is not Undefined,
        "undefined" => value is Undefined,
        "none" => value is null,
        "true" => value is true,
        "false" => value is false,
        "boolean" => value is bool,
        "string" => value is string,
        "number" => value is long or double or bool,
        "integer" => value is long,
        "float" => value is double,
        "mapping" => value is Mapping,
        "iterable" => value is string or IReadOnlyList<object?> or Mapping or Undefined,
        "sequence" => value is string or IReadOnlyList<object?> or Mapping or Undefined,
        "callable" => value is Function,
        "lower" => value is string text && PythonText.IsLower(text),
        "upper" => value is string text && PythonText.IsUpper(text),
        "odd" => Integer(name, value) % 2 != 0,
        "even" => Integer(name, value) % 2 == 0,
        "divisibleby" => Integer(name, value) % NotZero(arguments.Integer(0, "num", 0)) == 0,
        "equalto" or "eq" => _operators.Compare("==", value, arguments.Get(0, "other")),
        "ne" => _operators.Compare("!=", value, arguments.Get(0, "other")),
        "lt" or "lessthan" => _operators.Compare("<", value, arguments.Get(0, "other")),
        "le" => _operators.Compare("<=", value, arguments.Get(0, "other")),
        "gt" or "greaterthan" => _operators.Compare(">", value, arguments.Get(0, "other")),
        "ge" => _operators.Compare(">=", value, arguments.Get(0, "other")),
        "in" => _operators.Compare("in", value, arguments.Get(0, "seq")),
        "sameas" => ReferenceEquals(value, arguments.Get(0, "other"))
            || (value is bool && value.Equals(arguments.Get(0, "other"))),
        _ => throw new TemplateFault($"the test `{name}` is not supported."),
    };

    private static long Integer(string name, object? value) =>
        value as long?
        ?? throw new TemplateFault($"the test `{name}` needs a whole number, not {Values.KindOf(value)}.");

    private static long NotZero(long value) => value is not 0 and not -1
        ? value
        : value == 0 ? throw new TemplateFault("division by zero.") : 1;
}

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Filters that print their value first, as Jinja does.</summary>
internal sealed class TextFilters(Budget budget)
{
    private readonly TextMethods _methods = new(budget);

    public Func<object?, CallArguments, string>? Find(string name)
    {
        Func<string, CallArguments, string>? body = name switch
        {
            "upper" => (text, _) => text.ToUpperInvariant(),
            "lower" => (text, _) => text.ToLowerInvariant(),
            "capitalize" => (text, _) => PythonText.Capitalize(text),
            "title" => (text, _) =>
                PythonText.Title(text, c => PythonText.IsSpace(c) || c is '-' or '(' or '{' or '[' or '<'),
            "trim" => (text, arguments) => arguments.OptionalText(0, "chars") is string set
                ? text.Trim(set.ToCharArray())
                : PythonText.Trim(text),
            "replace" => (text, arguments) => _methods.Replace(text, arguments),
            "indent" => Indent,
            _ => null,
        };
        return body is null ? null : (value, arguments) => body(budget.Count(Values.ToText(value, budget)), arguments);
    }

    private string Indent(string text, CallArguments arguments)
    {
        arguments.Accept("width", "first", "blank");
        string margin = arguments.TryGet(0, "width", out object? width) && width is string given
            ? given
            : new string(' ', (int)Math.Clamp(arguments.Integer(0, "width", 4), 0, 1000));
        bool first = arguments.Flag(1, "first", missing: false);
        bool blank = arguments.Flag(2, "blank", missing: false);
        string[] lines = text.Split('\n');
        budget.SpendText(text.Length + (long)lines.Length * margin.Length);
        return string.Join('\n', lines.Select((line, index) =>
            (index == 0 && !first) || (index > 0 && line.Length == 0 && !blank) ? line : margin + line));
    }
}

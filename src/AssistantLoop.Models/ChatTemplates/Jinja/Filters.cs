using System.Globalization;

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Looks filters up by name; those for texts and lists have their own files.</summary>
internal sealed class Filters
{
    private readonly Budget _budget;
    private readonly TextFilters _texts;
    private readonly ListFilters _lists;

    public Filters(Budget budget, Members members, Tests tests)
    {
        _budget = budget;
        _texts = new TextFilters(budget);
        _lists = new ListFilters(budget, members, tests, this);
    }

    public object? Apply(string name, object? value, CallArguments arguments) => name switch
    {
        "default" or "d" => Default(value, arguments),
        "length" or "count" => Length(value),
        "string" => Values.ToText(value, _budget),
        "safe" => value,
        "int" => Integer(value, arguments),
        "float" => Float(value, arguments),
        "abs" => Values.AsNumber(value) is double number && number < 0 ? Operators.Negate("-", value)
            : Number(value, name),
        "round" => Round(value, arguments),
        "tojson" => JsonText.Dump(value, arguments, _budget),
        _ => _texts.Find(name)?.Invoke(value, arguments)
            ?? _lists.Apply(name, value, arguments),
    };

    private static object? Default(object? value, CallArguments arguments)
    {
        arguments.Accept("default_value", "boolean");
        bool replaces = value is Undefined || (arguments.Flag(1, "boolean", missing: false) && !Values.IsTrue(value));
        return !replaces ? value : arguments.TryGet(0, "default_value", out object? other) ? other : "";
    }

    private static long Length(object? value) => value switch
    {
        string text => PythonText.Length(text),
        IReadOnlyList<object?> list => list.Count,
        Mapping mapping => mapping.Count,
        Undefined => 0,
        _ => throw new TemplateFault($"`length` cannot be applied to {Values.KindOf(value)}."),
    };

    private static object? Integer(object? value, CallArguments arguments)
    {
        arguments.Accept("default", "base");
        if (arguments.Integer(1, "base", 10) != 10)
        {
            throw new TemplateFault("`int` with another base than 10 is not supported.");
        }

        object? missing = arguments.TryGet(0, "default", out object? other) ? other : 0L;
        return value switch
        {
            long or bool => (long)Values.AsNumber(value)!.Value,
            double number => double.IsFinite(number) ? checked((long)number) : missing,
            string text when long.TryParse(PythonText.Trim(text), NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture, out long whole) => whole,
            string text when TryFloat(text, out double number) && double.IsFinite(number) => checked((long)number),
            _ => missing,
        };
    }

    private static object? Float(object? value, CallArguments arguments)
    {
        arguments.Accept("default");
        object? missing = arguments.TryGet(0, "default", out object? other) ? other : 0.0;
        return value is string text
            ? TryFloat(text, out double parsed) ? parsed : missing
            : Values.AsNumber(value) ?? missing;
    }

    private static bool TryFloat(string text, out double number) =>
        double.TryParse(PythonText.Trim(text), NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static double Round(object? value, CallArguments arguments)
    {
        arguments.Accept("precision", "method");
        double scale = Math.Pow(10, Math.Clamp(arguments.Integer(0, "precision", 0), 0, 15));
        double number = Values.AsNumber(Number(value, "round"))!.Value * scale;
        return (arguments.OptionalText(1, "method") ?? "common") switch
        {
            "floor" => Math.Floor(number) / scale,
            "ceil" => Math.Ceiling(number) / scale,
            _ => Math.Round(number, MidpointRounding.ToEven) / scale,
        };
    }

    private static object? Number(object? value, string name) => Values.AsNumber(value) is null
        ? throw new TemplateFault($"`{name}` cannot be applied to {Values.KindOf(value)}.")
        : value;
}

using System.Text;

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>
/// What a template computes with: null (none), bool, long, double, string, lists (tuples are arrays), Mapping,
/// Namespace, Function, LoopState and Undefined, with Python's truth, equality and printing.
/// </summary>
internal static class Values
{
    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        IReadOnlyList<object?> list => list.Count > 0,
        Mapping mapping => mapping.Count > 0,
        _ => true,
    };

    public static string KindOf(object? value) => value switch
    {
        null => "none",
        Undefined => "an undefined value",
        bool => "true or false",
        long or double => "a number",
        string => "a text",
        IReadOnlyList<object?> => "a list",
        Mapping => "a mapping",
        Function => "a function",
        _ => "an object",
    };

    /// <summary>A number, with true as 1 and false as 0; null where the value is none.</summary>
    public static double? AsNumber(object? value) => value switch
    {
        long number => number,
        double number => number,
        bool flag => flag ? 1 : 0,
        _ => null,
    };

    public static bool AreEqual(object? left, object? right, Budget budget)
    {
        budget.CheckStack();
        return (left, right) switch
        {
            (long a, long b) => a == b,
            (string a, string b) => a.Length == b.Length && budget.Count(a) == b,
            (Undefined, Undefined) => true,
            (Mapping a, Mapping b) => a.Count == b.Count && a.All(entry =>
                b.TryGetValue(entry.Key, out object? other) && AreEqual(entry.Value, other, budget)),
            (IReadOnlyList<object?> a, IReadOnlyList<object?> b) =>
                a.Count == b.Count && !Enumerable.Range(0, a.Count).Any(i => !AreEqual(a[i], b[i], budget)),
            _ when AsNumber(left) is double a && AsNumber(right) is double b => a == b,
            _ => ReferenceEquals(left, right),
        };
    }

    /// <summary>Negative, zero or positive; numbers with numbers and texts with texts only.</summary>
    public static int Compare(object? left, object? right)
    {
        if (AsNumber(left) is double a && AsNumber(right) is double b)
        {
            return a.CompareTo(b);
        }

        return left is string first && right is string second
            ? string.CompareOrdinal(first, second)
            : throw (left as Undefined ?? right as Undefined)?.Fault()
                ?? new TemplateFault($"{KindOf(left)} cannot be compared with {KindOf(right)}.");
    }

    /// <summary>The elements of what a loop runs over.</summary>
    public static IReadOnlyList<object?> Elements(object? value, Budget budget)
    {
        IReadOnlyList<object?> elements = value switch
        {
            IReadOnlyList<object?> list => list,
            Mapping mapping => [.. mapping.Keys],
            string text => PythonText.Characters(text),
            Undefined => [],
            _ => throw new TemplateFault($"{KindOf(value)} cannot be looped over."),
        };
        budget.Spend(elements.Count);
        return elements;
    }

    /// <summary>Python's str().</summary>
    public static string ToText(object? value, Budget budget) => value switch
    {
        string text => text,
        Undefined => "",
        _ => Represent(value, budget),
    };

    /// <summary>Python's repr().</summary>
    public static string Represent(object? value, Budget budget)
    {
        StringBuilder text = new();
        Represent(text, value, budget);
        return budget.Count(text.ToString());
    }

    private static void Represent(StringBuilder text, object? value, Budget budget)
    {
        budget.CheckStack();
        Budget.CheckLength(text.Length);
        switch (value)
        {
            case string plain:
                Quote(text, plain);
                break;
            case IReadOnlyList<object?> list:
                bool tuple = list is object?[];
                text.Append(tuple ? '(' : '[');
                RepresentAll(text, list, budget);
                text.Append(tuple ? (list.Count == 1 ? ",)" : ")") : "]");
                break;
            case Mapping mapping:
                text.Append('{');
                RepresentEntries(text, mapping, budget);
                text.Append('}');
                break;
            default:
                text.Append(Simple(value));
                break;
        }
    }

    private static string Simple(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        double number => PythonText.Float(number),
        long number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Undefined => "Undefined",
        _ => throw new TemplateFault($"{KindOf(value)} cannot be printed."),
    };

    private static void RepresentAll(StringBuilder text, IReadOnlyList<object?> list, Budget budget)
    {
        for (int i = 0; i < list.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Represent(text, list[i], budget);
        }
    }

    private static void RepresentEntries(StringBuilder text, Mapping mapping, Budget budget)
    {
        string separator = "";
        foreach ((string key, object? value) in mapping)
        {
            text.Append(separator);
            Quote(text, key);
            text.Append(": ");
            Represent(text, value, budget);
            separator = ", ";
        }
    }

    private static void Quote(StringBuilder text, string value)
    {
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal)
            ? '"' : '\'';
        text.Append(quote);
        foreach (char c in value)
        {
            text.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\\' => "\\\\",
                _ when c == quote => $"\\{c}",
                < ' ' or '\x7f' => $"\\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }

        text.Append(quote);
    }
}

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>
/// Arithmetic, concatenation and comparison with Python's rules; whole numbers of 64 bits, overflow refused.
/// </summary>
internal sealed class Operators(Budget budget)
{
    public object? Apply(string name, object? left, object? right) => name switch
    {
        "~" => Join(Values.ToText(left, budget), Values.ToText(right, budget)),
        "+" => Add(left, right),
        "*" => Multiply(left, right),
        "%" when left is string => throw new TemplateFault("formatting a text with `%` is not supported."),
        _ => Calculate(name, left, right),
    };

    public bool Compare(string name, object? left, object? right) => name switch
    {
        "==" => Values.AreEqual(left, right, budget),
        "!=" => !Values.AreEqual(left, right, budget),
        "in" => Contains(right, left),
        "not in" => !Contains(right, left),
        "<" => Values.Compare(left, right) < 0,
        "<=" => Values.Compare(left, right) <= 0,
        ">" => Values.Compare(left, right) > 0,
        _ => Values.Compare(left, right) >= 0,
    };

    public static object? Negate(string name, object? value) => value switch
    {
        // Without the cast the arms would meet as floats.
        long number => (object)(name == "-" ? checked(-number) : number),
        double number => name == "-" ? -number : number,
        bool flag => name == "-" ? -(flag ? 1L : 0L) : flag ? 1L : 0L,
        _ => throw (value as Undefined)?.Fault()
            ?? new TemplateFault($"`{name}` cannot stand before {Values.KindOf(value)}."),
    };

    public bool Contains(object? container, object? value) => container switch
    {
        string text => value is string part
            ? budget.Count(text).Contains(part, StringComparison.Ordinal)
            : throw new TemplateFault($"`in` cannot look for {Values.KindOf(value)} in a text."),
        IReadOnlyList<object?> list => list.Any(item => Values.AreEqual(item, value, budget)),
        Mapping mapping => value is string key && mapping.ContainsKey(key),
        Undefined => false,
        _ => throw new TemplateFault($"`in` cannot look into {Values.KindOf(container)}."),
    };

    private string Join(string left, string right)
    {
        budget.SpendText((long)left.Length + right.Length);
        return left + right;
    }

    private object? Add(object? left, object? right)
    {
        switch (left, right)
        {
            case (string a, string b):
                return Join(a, b);
            case (IReadOnlyList<object?> a, IReadOnlyList<object?> b):
                budget.Spend((long)a.Count + b.Count);
                return a is object?[] && b is object?[]? (object?[])[.. a, .. b] : new List<object?>([.. a, .. b]);
            default:
                return Calculate("+", left, right);
        }
    }

    private object? Multiply(object? left, object? right)
    {
        switch (left, right)
        {
            case (string { Length: 0 }, long):
                return "";
            case (string text, long times):
                budget.SpendText(checked(text.Length * Math.Max(0, times)));
                return string.Concat(Enumerable.Repeat(text, (int)Math.Max(0, times)));
            case (IReadOnlyList<object?> list, long times):
                budget.Spend(checked(list.Count * Math.Max(0, times)));
                int copies = list.Count == 0 ? 0 : (int)Math.Max(0, times);
                return Enumerable.Repeat(list, copies).SelectMany(items => items).ToList();
            case (long, string or IReadOnlyList<object?>):
                return Multiply(right, left);
            default:
                return Calculate("*", left, right);
        }
    }

    private static object Calculate(string name, object? left, object? right)
    {
        if (Values.AsNumber(left) is not double a || Values.AsNumber(right) is not double b)
        {
            throw (left as Undefined ?? right as Undefined)?.Fault() ?? new TemplateFault(
                $"`{name}` cannot be applied to {Values.KindOf(left)} and {Values.KindOf(right)}.");
        }

        if (name is "/" or "//" or "%" && b == 0)
        {
            throw new TemplateFault("division by zero.");
        }

        return left is double || right is double || name == "/" || (name == "**" && b < 0)
            ? (object)Floats(name, a, b)
            : Integers(name, left is bool ? (long)a : (long)left!, right is bool ? (long)b : (long)right!);
    }

    private static double Floats(string name, double a, double b) => name switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "//" => Math.Floor(a / b),
        "%" => a - b * Math.Floor(a / b),
        _ => Math.Pow(a, b),
    };

    private static long Integers(string name, long a, long b) => name switch
    {
        "+" => checked(a + b),
        "-" => checked(a - b),
        "*" => checked(a * b),
        "//" => checked(a / b) - ((a % b != 0) && ((a < 0) != (b < 0)) ? 1 : 0),
        "%" => b == -1 ? 0L : ((a % b) + b) % b,
        _ => Power(a, b),
    };

    private static long Power(long a, long b)
    {
        if (a is 0 or 1 or -1)
        {
            return a == -1 && b % 2 == 0 ? 1 : b == 0 ? 1 : a;
        }

        long result = 1;
        for (long i = 0; i < b; i++)
        {
            result = checked(result * a);
        }

        return result;
    }
}

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Filters over lists, mappings and the characters of texts.</summary>
internal sealed class ListFilters(Budget budget, Members members, Tests tests, Filters filters)
{
    public object? Apply(string name, object? value, CallArguments arguments) => name switch
    {
        "list" => Elements(value, name).ToList(),
        "first" => Elements(value, name) is [var head, ..] ? head : new Undefined("first"),
        "last" => Elements(value, name) is [.., var tail] ? tail : new Undefined("last"),
        "join" => Join(value, arguments),
        "reverse" => Reverse(value),
        "unique" => Unique(Elements(value, name)),
        "sum" => Elements(value, name).Aggregate((object?)0L, (sum, item) =>
            new Operators(budget).Apply("+", sum, item)),
        "min" => Elements(value, name) is { Count: > 0 } all
            ? all.Aggregate((a, b) => Values.Compare(b, a) < 0 ? b : a) : new Undefined("min"),
        "max" => Elements(value, name) is { Count: > 0 } all
            ? all.Aggregate((a, b) => Values.Compare(b, a) > 0 ? b : a) : new Undefined("max"),
        "sort" => Sort(Elements(value, name), arguments),
        "items" => value switch
        {
            Mapping mapping => mapping.Items(),
            Undefined => new List<object?>(),
            _ => throw new TemplateFault($"`items` cannot be applied to {Values.KindOf(value)}."),
        },
        "dictsort" => SortEntries(value, arguments),
        "map" => Map(Elements(value, name), arguments),
        "select" or "reject" => Elements(value, name)
            .Where(item => Passes(item, arguments, 0) == (name == "select")).ToList(),
        "selectattr" or "rejectattr" => Elements(value, name)
            .Where(item => Passes(Path(item, arguments.Text(0, "attribute")), arguments, 1) == (name == "selectattr"))
            .ToList(),
        _ => throw new TemplateFault($"the filter `{name}` is not supported."),
    };

    private IReadOnlyList<object?> Elements(object? value, string name) => value is null or bool or long or double
        ? throw new TemplateFault($"the filter `{name}` cannot be applied to {Values.KindOf(value)}.")
        : Values.Elements(value, budget);

    private string Join(object? value, CallArguments arguments)
    {
        arguments.Accept("d", "attribute");
        string separator = arguments.OptionalText(0, "d") ?? "";
        string? attribute = arguments.OptionalText(1, "attribute");
        List<string> parts = [.. Elements(value, "join").Select(item =>
            Values.ToText(attribute is null ? item : Path(item, attribute), budget))];
        budget.SpendText(parts.Sum(part => (long)part.Length + separator.Length));
        return string.Join(separator, parts);
    }

    private object? Reverse(object? value)
    {
        IEnumerable<object?> reversed = Elements(value, "reverse").Reverse();
        return value is string ? string.Concat(reversed) : reversed.ToList();
    }

    private List<object?> Unique(IReadOnlyList<object?> items)
    {
        List<object?> unique = [];
        foreach (object? item in items)
        {
            if (!unique.Exists(seen => Values.AreEqual(Fold(seen), Fold(item), budget)))
            {
                unique.Add(item);
            }
        }

        return unique;
    }

    private List<object?> Sort(IReadOnlyList<object?> items, CallArguments arguments)
    {
        arguments.Accept("reverse", "case_sensitive", "attribute");
        string? attribute = arguments.OptionalText(2, "attribute");
        bool exact = arguments.Flag(1, "case_sensitive", missing: false);
        return Order(items, arguments.Flag(0, "reverse", missing: false), item =>
        {
            object? key = attribute is null ? item : Path(item, attribute);
            return exact ? key : Fold(key);
        });
    }

    private List<object?> SortEntries(object? value, CallArguments arguments)
    {
        arguments.Accept("case_sensitive", "by", "reverse");
        Mapping mapping = value as Mapping
            ?? throw new TemplateFault($"`dictsort` cannot be applied to {Values.KindOf(value)}.");
        int index = (arguments.OptionalText(1, "by") ?? "key") == "value" ? 1 : 0;
        bool exact = arguments.Flag(0, "case_sensitive", missing: false);
        return Order(mapping.Items(), arguments.Flag(2, "reverse", missing: false), item =>
        {
            object? key = ((object?[])item!)[index];
            return exact ? key : Fold(key);
        });
    }

    // A stable sort, as Python's is, also when reversed.
    private List<object?> Order(IReadOnlyList<object?> items, bool reverse, Func<object?, object?> key)
    {
        budget.Spend(items.Count * 20L);
        Comparer<object?> comparer = Comparer<object?>.Create(Values.Compare);
        return reverse ? [.. items.OrderByDescending(key, comparer)] : [.. items.OrderBy(key, comparer)];
    }

    private static object? Fold(object? value) => value is string text ? text.ToLowerInvariant() : value;

    private List<object?> Map(IReadOnlyList<object?> items, CallArguments arguments)
    {
        if (arguments.Named.ContainsKey("attribute"))
        {
            string path = arguments.Text(int.MaxValue, "attribute");
            bool hasDefault = arguments.TryGet(int.MaxValue, "default", out object? missing);
            return [.. items.Select(item => Path(item, path)).Select(v => v is Undefined && hasDefault ? missing : v)];
        }

        string filter = arguments.Text(0, "filter");
        CallArguments rest = new(filter, [.. arguments.Positional.Skip(1)], arguments.Named);
        return [.. items.Select(item => filters.Apply(filter, item, rest))];
    }

    private bool Passes(object? value, CallArguments arguments, int at)
    {
        if (arguments.Positional.Count <= at)
        {
            return Values.IsTrue(value);
        }

        string test = arguments.Text(at, "test");
        return tests.Passes(test, value,
            new CallArguments(test, [.. arguments.Positional.Skip(at + 1)], arguments.Named));
    }

    // "a.b.0": members and positions, as Jinja's attribute arguments are written.
    private object? Path(object? value, string path)
    {
        foreach (string part in path.Split('.'))
        {
            bool position = long.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out long index);
            value = value is Undefined ? value : members.Item(value, position ? index : part);
        }

        return value;
    }
}

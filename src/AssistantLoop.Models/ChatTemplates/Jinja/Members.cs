namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>
/// Attributes, items and slices. As in Jinja, <c>a.b</c> tries a method first, <c>a["b"]</c> an entry first.
/// </summary>
internal sealed class Members(Budget budget)
{
    private readonly TextMethods _texts = new(budget);

    public object? Attribute(object? target, string name) => target switch
    {
        Undefined undefined => throw undefined.Fault(),
        Namespace names => names.Get(name),
        LoopState loop => loop.Get(name),
        string text => (object?)_texts.Find(text, name) ?? new Undefined(name),
        Mapping mapping => (object?)MappingMethod(mapping, name)
            ?? (mapping.TryGetValue(name, out object? value) ? value : new Undefined(name)),
        _ => new Undefined(name),
    };

    public object? Item(object? target, object? key) => (target, key) switch
    {
        (Mapping mapping, string name) when mapping.TryGetValue(name, out object? value) => value,
        (_, string name) => Attribute(target, name),
        (Undefined undefined, _) => throw undefined.Fault(),
        (IReadOnlyList<object?> list, long index) => At(list, index),
        (string text, long index) => At(PythonText.Characters(budget.Count(text)), index),
        _ => new Undefined(Values.ToText(key, budget)),
    };

    public object? Slice(object? target, object? start, object? stop, object? step)
    {
        IReadOnlyList<object?> items = target switch
        {
            IReadOnlyList<object?> list => list,
            string text => PythonText.Characters(budget.Count(text)),
            Undefined undefined => throw undefined.Fault(),
            _ => throw new TemplateFault($"{Values.KindOf(target)} cannot be sliced."),
        };
        List<object?> part = Part(items, Bound(start), Bound(stop), Bound(step) ?? 1);
        budget.Spend(part.Count);
        return target is string ? string.Concat(part) : target is object?[]? part.ToArray() : part;
    }

    private static object? At(IReadOnlyList<object?> list, long index)
    {
        long at = index < 0 ? index + list.Count : index;
        return at >= 0 && at < list.Count ? list[(int)at] : new Undefined($"[{index}]");
    }

    // Python's rules for slice bounds (language reference, 3.3.1): negative ones count from the end, all are clipped.
    private static List<object?> Part(IReadOnlyList<object?> items, long? start, long? stop, long step)
    {
        if (step == 0)
        {
            throw new TemplateFault("the step of a slice must not be 0.");
        }

        long lowest = step > 0 ? 0 : -1;
        long highest = step > 0 ? items.Count : items.Count - 1L;
        long Clip(long bound) => Math.Clamp(bound < 0 ? bound + items.Count : bound, lowest, highest);
        long from = start is long first ? Clip(first) : step > 0 ? lowest : highest;
        long to = stop is long last ? Clip(last) : step > 0 ? highest : lowest;
        List<object?> part = [];
        for (long at = from; step > 0 ? at < to : at > to; at += Math.Clamp(step, -items.Count - 1L, items.Count + 1L))
        {
            part.Add(items[(int)at]);
        }

        return part;
    }

    private static long? Bound(object? value) => value switch
    {
        null => null,
        long number => number,
        _ => throw (value as Undefined)?.Fault() ?? new TemplateFault("the bounds of a slice must be whole numbers."),
    };

    private static Function? MappingMethod(Mapping mapping, string name) => name switch
    {
        "items" => new Function(name, _ => mapping.Items()),
        "keys" => new Function(name, _ => mapping.Keys.ToList<object?>()),
        "values" => new Function(name, _ => mapping.Values.ToList()),
        "get" => new Function(name, arguments =>
        {
            arguments.Accept("key", "default");
            return arguments.Get(0, "key") is string key && mapping.TryGetValue(key, out object? value) ? value
                : arguments.TryGet(1, "default", out object? missing) ? missing : null;
        }),
        _ => null,
    };
}

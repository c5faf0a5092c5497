namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Evaluated arguments of a call, filter or test; faults name the callee.</summary>
internal sealed class CallArguments(
    string callee, IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named)
{
    public static CallArguments None(string callee) => new(callee, [], new Dictionary<string, object?>());

    public IReadOnlyList<object?> Positional => positional;

    public IReadOnlyDictionary<string, object?> Named => named;

    /// <summary>Refuses arguments beyond the parameters named here.</summary>
    public void Accept(params ReadOnlySpan<string> parameters)
    {
        if (positional.Count > parameters.Length)
        {
            throw new TemplateFault(
                $"`{callee}` takes {parameters.Length} argument(s) at most; it got {positional.Count}.");
        }

        foreach (string name in named.Keys)
        {
            if (!parameters.Contains(name))
            {
                throw new TemplateFault($"`{callee}` has no argument `{name}` that is supported.");
            }
        }
    }

    public bool TryGet(int index, string name, out object? value)
    {
        if (index < positional.Count)
        {
            value = positional[index];
            return true;
        }

        return named.TryGetValue(name, out value);
    }

    public object? Get(int index, string name) => TryGet(index, name, out object? value)
        ? value
        : throw new TemplateFault($"`{callee}` needs the argument `{name}`.");

    public string Text(int index, string name) => Get(index, name) as string ?? throw Wrong(name, "a text");

    public string? OptionalText(int index, string name) =>
        !TryGet(index, name, out object? value) || value is null
            ? null
            : value as string ?? throw Wrong(name, "a text");

    public long Integer(int index, string name, long missing) =>
        !TryGet(index, name, out object? value) || value is null
            ? missing
            : value as long? ?? throw Wrong(name, "a whole number");

    public bool Flag(int index, string name, bool missing) =>
        TryGet(index, name, out object? value) ? Values.IsTrue(value) : missing;

    private TemplateFault Wrong(string name, string expected) =>
        new($"the argument `{name}` of `{callee}` must be {expected}.");
}

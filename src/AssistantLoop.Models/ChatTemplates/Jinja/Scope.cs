namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Variables of a template, loop turn or macro; reads go outward, writes stay.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public object? Find(string name)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._values.TryGetValue(name, out object? value))
            {
                return value;
            }
        }

        return new Undefined(name);
    }

    public void Set(string name, object? value) => _values[name] = value;

    private Scope? Outer => outer;
}

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>The one kind of value that a template can change after it was made.</summary>
internal sealed class Namespace
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public object? Get(string name) => _values.TryGetValue(name, out object? value) ? value : new Undefined(name);

    public void Set(string name, object? value) => _values[name] = value;
}

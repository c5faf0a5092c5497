namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>A dict with text keys, in the order of insertion.</summary>
internal sealed class Mapping : OrderedDictionary<string, object?>
{
    public Mapping() : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Pairs as two-element tuples.</summary>
    public List<object?> Items() => [.. this.Select(entry => (object?)new object?[] { entry.Key, entry.Value })];
}

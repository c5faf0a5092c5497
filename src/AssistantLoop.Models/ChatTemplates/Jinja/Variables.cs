using System.Collections;

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Turns values of the caller into values of the template language.</summary>
internal static class Variables
{
    public static object? Convert(object? value)
    {
        switch (value)
        {
            case null or bool or long or double or string:
                return value;
            case int number:
                return (long)number;
            case float number:
                return (double)number;
            case IReadOnlyDictionary<string, object?> entries:
                Mapping mapping = [];
                foreach ((string name, object? entry) in entries)
                {
                    mapping[name] = Convert(entry);
                }

                return mapping;
            case IEnumerable items:
                return items.Cast<object?>().Select(Convert).ToList();
            default:
                throw new ArgumentException($"A template variable cannot be a {value.GetType().Name}.", nameof(value));
        }
    }
}

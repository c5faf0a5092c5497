using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AssistantLoop.Chat.Rules;
using Json.Schema;

namespace AssistantLoop.Chat.Actions;

/// <summary>What the assistant may propose to do; it is done by the business's webhook after the visitor confirmed.</summary>
public sealed record ActionDeclaration
{
    /// <summary>The name that the model says, such as "track_order".</summary>
    public required string Name { get; init; }

    /// <summary>What the visitor reads.</summary>
    public required string Title { get; init; }

    /// <summary>What it is for, as it goes on after "To": "track an order".</summary>
    public required string Description { get; init; }

    /// <summary>The JSON schema of its arguments, an object.</summary>
    public required JsonObject Parameters { get; init; }

    /// <summary>Where it is done.</summary>
    public required Uri Webhook { get; init; }

    /// <summary>What the assistant asks before it is done; {field} stands for an argument.</summary>
    public required string Confirm { get; init; }

    /// <summary>How long the webhook may take. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the webhook knows the idempotency key, so that a failed call may be made again.</summary>
    public bool Idempotent { get; init; }

    /// <summary>When prompts offer it; null: always. A word that fits a parameter's pattern has it offered too.</summary>
    public RuleCondition? When { get; init; }

    /// <summary>The checked schema.</summary>
    internal JsonSchema Schema => field ??= JsonSchema.FromText(Parameters.ToJsonString());

    /// <summary>The patterns of its parameters, but those that cannot be matched in linear time.</summary>
    internal IReadOnlyList<Regex> Patterns => field ??=
        [.. Fields.Select(name => Parameters["properties"]![name]!["pattern"]?.GetValue<string>()).OfType<string>().Select(Linear).OfType<Regex>()];

    /// <summary>The arguments' names.</summary>
    public IReadOnlyList<string> Fields => Parameters["properties"] is JsonObject properties ? [.. properties.Select(pair => pair.Key)] : [];

    /// <summary>What people read for an argument's name: its title in the schema, or the name in words.</summary>
    public string LabelOf(string name) =>
        (Parameters["properties"]?[name]?["title"] ?? Parameters["properties"]?[name]?["description"])?.GetValue<string>()
        ?? char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    private static Regex? Linear(string pattern)
    {
        try
        {
            return new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}

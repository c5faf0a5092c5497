using AssistantLoop.Chat.Actions;
using AssistantLoop.Chat.Glossary;
using AssistantLoop.Chat.Limits;
using AssistantLoop.Chat.Rules;

namespace AssistantLoop.Chat.Content;

/// <summary>What a business says of its words, rules, limits and actions: of business.yaml, or as edited since.</summary>
public sealed record BusinessContent
{
    /// <summary>Says nothing.</summary>
    public static BusinessContent Empty { get; } = new();

    /// <summary>The terms.</summary>
    public IReadOnlyList<GlossaryEntry> Glossary { get; init; } = [];

    /// <summary>The rules.</summary>
    public IReadOnlyList<BusinessRule> Rules { get; init; } = [];

    /// <summary>The limits.</summary>
    public IReadOnlyList<PolicyLimit> Limits { get; init; } = [];

    /// <summary>The declared actions.</summary>
    public IReadOnlyList<ActionDeclaration> Actions
    {
        get;
        init
        {
            field = value;
            _actionLines = LinesOf(value);
        }
    } = [];

    /// <summary>What is said where the model may not.</summary>
    public Fallbacks Fallbacks { get; init; } = Fallbacks.English;

    /// <summary>The time zone of dates, weekdays and hours. Default: UTC.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether webhooks may be in private networks; said in business.yaml alone, which only the operator writes.</summary>
    public bool PrivateWebhooks { get; init; }

    // Made once for each edit of the actions: a turn asks for no reflection.
    private readonly Lazy<IReadOnlyList<string>>? _actionLines;

    /// <summary>The prompt's lines that offer the actions, in their order.</summary>
    internal IReadOnlyList<string> ActionLines => _actionLines?.Value ?? [];

    private static Lazy<IReadOnlyList<string>> LinesOf(IReadOnlyList<ActionDeclaration> actions) => new(() =>
    [
        .. ActionPlugin.Of(actions, (_, _, _) => throw new NotSupportedException("A turn proposes actions and does none."))
            .Select(function => ActionPlugin.LineOf(function.Metadata)),
    ]);
}

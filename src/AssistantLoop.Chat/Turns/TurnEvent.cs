using AssistantLoop.Chat.Actions;
using AssistantLoop.Chat.Citations;
using AssistantLoop.Chat.Prompts;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Turns;

/// <summary>What happens during a turn: the prompt once, then text pieces, then the end.</summary>
public abstract record TurnEvent;

/// <summary>The prompt is assembled; generation starts.</summary>
public sealed record TurnStarted(AssembledPrompt Prompt) : TurnEvent;

/// <summary>The next piece of the answer.</summary>
public sealed record TurnText(string Text) : TurnEvent
{
    /// <summary>The action that this piece asks the visitor about; null for none.</summary>
    public ActionProposal? Proposal { get; init; }
}

/// <summary>The answer is whole.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Citations">The passages that it cites.</param>
/// <param name="FinishReason">"stop", or "length" where the token limit cut it.</param>
/// <param name="Uncertainty">How unsure the model was; null where its client does not say.</param>
/// <param name="Usage">The tokens of prompt and answer; null where its client does not say.</param>
public sealed record TurnCompleted(
    string Text,
    IReadOnlyList<Citation> Citations,
    string FinishReason,
    TurnUncertainty? Uncertainty = null,
    UsageDetails? Usage = null) : TurnEvent
{
    /// <summary>What the answer was made by, and what was wrong with it.</summary>
    public TurnTrace Trace { get; init; } = TurnTrace.None;

    /// <summary>The action that it proposes, for the visitor to confirm; null for none.</summary>
    public ActionProposal? Proposal { get; init; }
}

/// <summary>How unsure a model was of an answer's tokens, as entropy in nats.</summary>
/// <param name="Mean">The mean over the tokens.</param>
/// <param name="Max">That of the least sure token.</param>
public sealed record TurnUncertainty(double Mean, double Max)
{
    /// <summary>Reads it from an update's additional properties, mean_entropy and max_entropy; null where they lack it.</summary>
    public static TurnUncertainty? Read(AdditionalPropertiesDictionary? properties) =>
        properties is not null
        && properties.TryGetValue("mean_entropy", out double mean)
        && properties.TryGetValue("max_entropy", out double max)
            ? new(mean, max)
            : null;
}

using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Gates;

/// <summary>What a gate may look at beside the suite's two results.</summary>
public sealed record GateEvidence
{
    /// <summary>The general suite before; general.* metrics need both.</summary>
    public SuiteResult? GeneralBefore { get; init; }

    /// <summary>The general suite after.</summary>
    public SuiteResult? GeneralAfter { get; init; }

    /// <summary>Single numbers without cases, such as held_out_loss and general_loss: before and after.</summary>
    public IReadOnlyDictionary<string, (double Before, double After)> Numbers { get; init; } =
        new Dictionary<string, (double Before, double After)>();
}

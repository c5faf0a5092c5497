using AssistantLoop.Evaluation.Comparison;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Reports;

/// <summary>What a report is made of; <see cref="HtmlReport"/>, <see cref="MarkdownReport"/> and <see cref="JsonReport"/> write it.</summary>
public sealed record ReportData
{
    /// <summary>The suite's result of the version that serves.</summary>
    public required SuiteResult Before { get; init; }

    /// <summary>The candidate's.</summary>
    public required SuiteResult After { get; init; }

    /// <summary>What the gate said.</summary>
    public required GateDecision Decision { get; init; }

    /// <summary>What to call the version that serves.</summary>
    public string BeforeName { get; init; } = "serving";

    /// <summary>What to call the candidate.</summary>
    public string AfterName { get; init; } = "candidate";

    /// <summary>The business's name, or null.</summary>
    public string? Business { get; init; }

    /// <summary>When the comparison was made, or null.</summary>
    public DateTimeOffset? Made { get; init; }

    /// <summary>The general suite's result before, or null where it was not asked.</summary>
    public SuiteResult? GeneralBefore { get; init; }

    /// <summary>The general suite's result after.</summary>
    public SuiteResult? GeneralAfter { get; init; }

    /// <summary>How the candidate was trained, or null where that is not known.</summary>
    public TrainingSummary? Training { get; init; }

    /// <summary>Both results side by side; worked out once.</summary>
    public ResultComparison Comparison => field ??= ResultComparison.Of(Before, After);

    /// <summary>The general suite side by side, or null.</summary>
    public ResultComparison? General =>
        field ??= GeneralBefore is null || GeneralAfter is null ? null : ResultComparison.Of(GeneralBefore, GeneralAfter);
}

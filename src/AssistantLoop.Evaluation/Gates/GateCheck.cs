using System.Globalization;
using AssistantLoop.Evaluation.Comparison;

namespace AssistantLoop.Evaluation.Gates;

/// <summary>How one requirement went; the values are not a number where the metric was not measured.</summary>
/// <param name="Requirement">What was required.</param>
/// <param name="Serving">The value before.</param>
/// <param name="Candidate">The value after.</param>
/// <param name="Interval">Of candidate less serving at the requirement's confidence, or null where none was asked for.</param>
/// <param name="Outcome">Promote where it is met.</param>
/// <param name="FurtherCases">
/// Where evidence is short: about how many more cases would decide; null where no number would.
/// </param>
public sealed record GateCheck(
    GateRequirement Requirement, double Serving, double Candidate, Interval? Interval, Outcome Outcome, int? FurtherCases)
{
    /// <summary>The metric's name.</summary>
    public string Metric => Requirement.Metric.Name;

    /// <summary>Whether the requirement is met.</summary>
    public bool Passed => Outcome == Outcome.Promote;

    /// <summary>How it went, in words.</summary>
    public string Verdict => Outcome switch
    {
        Outcome.Promote => "met",
        Outcome.Reject when double.IsNaN(Candidate) => "not met, as it was not measured",
        Outcome.Reject => "not met",
        _ when FurtherCases is { } more => string.Create(CultureInfo.InvariantCulture, $"not enough evidence, about {more} more cases would tell"),
        _ => "not enough evidence, and the change lies on the bound",
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        string interval = Interval is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", change {Interval.Low:+0.000;-0.000;0} to {Interval.High:+0.000;-0.000;0}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Metric} {Serving:0.000} -> {Candidate:0.000} ({(Requirement.Veto ? "veto: " : "")}{Requirement}{interval}): {Verdict}");
    }
}

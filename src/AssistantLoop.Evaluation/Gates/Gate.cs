using AssistantLoop.Chat.Files;
using AssistantLoop.Evaluation.Comparison;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Gates;

/// <summary>What a candidate must meet against the version that serves (docs/evaluation.md). Fails closed.</summary>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Requirements">All must be met; vetoes are the last.</param>
public sealed record Gate(string Hash, IReadOnlyList<GateRequirement> Requirements)
{
    /// <summary>A change that meets the bound but for rounding meets it.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Reads a gate.</summary>
    /// <exception cref="ContentFileException">The file is missing, malformed, or requires no improvement.</exception>
    public static Gate Load(string path)
    {
        GateFile file = YamlFile.Read<GateFile>(path);
        GateRequirement[] requirements =
        [
            .. (file.Require ?? []).Select((entry, at) => GateReader.Read(path, file, entry, veto: false, at + 1)),
            .. (file.Veto ?? []).Select((entry, at) => GateReader.Read(path, file, entry, veto: true, at + 1)),
        ];
        return Array.Exists(requirements, requirement => requirement is { Bound: GateBound.ImproveBy, Value: > 0 })
            ? new(YamlFile.HashOf(path), requirements)
            : throw new ContentFileException(path, "no requirement has a positive 'improve_by'; any candidate would pass");
    }

    /// <summary>Decides on a candidate.</summary>
    /// <param name="serving">The suite's result of the version that serves.</param>
    /// <param name="candidate">The candidate's.</param>
    /// <param name="evidence">What else was measured; a requirement on what is not there is not met.</param>
    /// <exception cref="ArgumentException">The results are of different suites.</exception>
    public GateDecision Decide(SuiteResult serving, SuiteResult candidate, GateEvidence? evidence = null)
    {
        RequireSameSuite(serving, candidate);
        if (evidence is { GeneralBefore: not null, GeneralAfter: not null })
        {
            RequireSameSuite(evidence.GeneralBefore, evidence.GeneralAfter);
        }

        return GateDecision.Of([.. Requirements.Select(requirement => Check(requirement, serving, candidate, evidence ?? new()))]);
    }

    private static GateCheck Check(GateRequirement requirement, SuiteResult serving, SuiteResult candidate, GateEvidence evidence)
    {
        bool general = requirement.Metric.Name.StartsWith(MetricNames.General, StringComparison.Ordinal);
        SuiteResult? before = general ? evidence.GeneralBefore : serving, after = general ? evidence.GeneralAfter : candidate;
        if (before is not null && after is not null
            && MetricChange.Of(requirement.Metric, before, after, requirement.Confidence ?? ResultComparison.Confidence) is { } change)
        {
            return Check(requirement, change);
        }

        (double Before, double After) number = evidence.Numbers.GetValueOrDefault(requirement.Metric.Name, (double.NaN, double.NaN));
        bool met = requirement.Metric.Gain(number.Before, number.After) >= requirement.LeastGain(number.Before) - Rounding;
        return new(requirement, number.Before, number.After, null, met ? Outcome.Promote : Outcome.Reject, null);
    }

    private static GateCheck Check(GateRequirement requirement, MetricChange change)
    {
        double least = requirement.LeastGain(change.Before) - Rounding;
        GateCheck check = new(requirement, change.Before, change.After, null, Outcome.Promote, null);
        if (change.Gain < least)
        {
            return check with { Outcome = Outcome.Reject, Interval = requirement.Confidence is null ? null : change.Interval };
        }

        if (requirement.Confidence is not { } confidence)
        {
            return check;
        }

        check = check with { Interval = change.Interval };
        if (change.Cases < PairedBootstrap.LeastCases)
        {
            return check with { Outcome = Outcome.NotEnoughEvidence, FurtherCases = PairedBootstrap.LeastCases - change.Cases };
        }

        return change.GainInterval.Low >= least
            ? check
            : check with
            {
                Outcome = Outcome.NotEnoughEvidence,
                FurtherCases = SampleSize.For(change.Gain - least, change.Deviation, confidence) is { } cases
                    ? Math.Max(1, cases - change.Cases)
                    : null,
            };
    }

    private static void RequireSameSuite(SuiteResult before, SuiteResult after)
    {
        if (before.SuiteHash != after.SuiteHash)
        {
            throw new ArgumentException("The results are of different suites and cannot be compared.", nameof(after));
        }
    }
}

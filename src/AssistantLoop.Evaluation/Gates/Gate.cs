using System.Globalization;
using AssistantLoop.Chat.Files;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Gates;

/// <summary>What a candidate must meet against the version that serves. Fails closed.</summary>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Requirements">All must be met.</param>
public sealed record Gate(string Hash, IReadOnlyList<GateRequirement> Requirements)
{
    /// <summary>Reads a gate.</summary>
    /// <exception cref="ContentFileException">The file is missing, malformed, or requires no improvement.</exception>
    public static Gate Load(string path)
    {
        GateFile file = YamlFile.Read<GateFile>(path);
        List<GateRequirement> requirements = [];
        foreach (RequirementFile entry in file.Require ?? [])
        {
            if (string.IsNullOrWhiteSpace(entry.Metric) || entry.ImproveBy is null == entry.MayFallBy is null)
            {
                throw new ContentFileException(
                    path, $"requirement {requirements.Count + 1} needs 'metric' and one of 'improve_by' and 'may_fall_by'");
            }

            requirements.Add(new(entry.Metric, entry.ImproveBy ?? -entry.MayFallBy!.Value));
        }

        return requirements.Exists(requirement => requirement.LeastChange > 0)
            ? new(YamlFile.HashOf(path), requirements)
            : throw new ContentFileException(path, "no requirement has a positive 'improve_by'; any candidate would pass");
    }

    /// <summary>Decides on a candidate.</summary>
    /// <exception cref="ArgumentException">The results are of different suites.</exception>
    public GateDecision Decide(SuiteResult serving, SuiteResult candidate)
    {
        if (serving.SuiteHash != candidate.SuiteHash)
        {
            throw new ArgumentException("The results are of different suites and cannot be compared.", nameof(candidate));
        }

        List<GateCheck> checks = [.. Requirements.Select(requirement => Check(requirement, serving, candidate))];
        string reason = string.Join("; ", checks.Select(check => check.ToString()));
        return new(checks.TrueForAll(check => check.Passed), reason, checks);
    }

    private static GateCheck Check(GateRequirement requirement, SuiteResult serving, SuiteResult candidate)
    {
        if (!serving.Metrics.TryGetValue(requirement.Metric, out double before)
            || !candidate.Metrics.TryGetValue(requirement.Metric, out double after))
        {
            return new(requirement.Metric, double.NaN, double.NaN, requirement.LeastChange, Passed: false);
        }

        // A change that meets the bound but for rounding meets it.
        return new(requirement.Metric, before, after, requirement.LeastChange, after - before >= requirement.LeastChange - 1e-9);
    }

    private sealed class GateFile
    {
        public List<RequirementFile>? Require { get; init; }
    }

    private sealed class RequirementFile
    {
        public string? Metric { get; init; }
        public double? ImproveBy { get; init; }
        public double? MayFallBy { get; init; }
    }
}

/// <summary>A metric and the least change (candidate less serving) that it needs; negative allows a fall.</summary>
public sealed record GateRequirement(string Metric, double LeastChange);

/// <summary>How one requirement went; the values are not a number where the suite does not measure the metric.</summary>
public sealed record GateCheck(string Metric, double Serving, double Candidate, double LeastChange, bool Passed)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Metric} {Serving:0.000} -> {Candidate:0.000} (needs {LeastChange:+0.000;-0.000;0}): {(Passed ? "met" : "not met")}");
}

/// <summary>The gate's answer.</summary>
public sealed record GateDecision(bool Promote, string Reason, IReadOnlyList<GateCheck> Checks);

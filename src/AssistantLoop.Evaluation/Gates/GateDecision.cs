namespace AssistantLoop.Evaluation.Gates;

/// <summary>The gate's answer.</summary>
/// <param name="Outcome">What it says.</param>
/// <param name="Reason">Why, in one line.</param>
/// <param name="Checks">Every requirement and veto.</param>
public sealed record GateDecision(Outcome Outcome, string Reason, IReadOnlyList<GateCheck> Checks)
{
    /// <summary>Whether the candidate may serve.</summary>
    public bool Promote => Outcome == Outcome.Promote;

    /// <summary>About how many more cases would decide; null where evidence is not what is short, or none would.</summary>
    public int? FurtherCases => Outcome == Outcome.NotEnoughEvidence ? Checks.Max(check => check.FurtherCases) : null;

    /// <summary>The answer in a few words.</summary>
    public string Headline => Outcome switch
    {
        Outcome.Promote => "The gate passed.",
        Outcome.Reject => "The gate did not pass.",
        _ => "The gate has not enough evidence.",
    };

    /// <summary>A breached requirement or veto rejects; short evidence for one keeps the candidate waiting.</summary>
    internal static GateDecision Of(IReadOnlyList<GateCheck> checks)
    {
        Outcome outcome = checks.Any(check => check.Outcome == Outcome.Reject) ? Outcome.Reject
            : checks.Any(check => check.Outcome == Outcome.NotEnoughEvidence) ? Outcome.NotEnoughEvidence
            : Outcome.Promote;
        // Vetoes that were clear are many and say little.
        int clear = checks.Count(check => check.Requirement.Veto && check.Passed);
        List<string> told = [.. checks.Where(check => !check.Requirement.Veto || !check.Passed).Select(check => check.ToString())];
        if (clear > 0)
        {
            told.Add($"{clear} of {checks.Count(check => check.Requirement.Veto)} vetoes clear");
        }

        return new(outcome, string.Join("; ", told), checks);
    }
}

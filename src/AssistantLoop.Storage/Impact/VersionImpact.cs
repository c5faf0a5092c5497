namespace AssistantLoop.Storage.Impact;

/// <summary>What corrections did in one version.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="VersionId">The version's id.</param>
/// <param name="Outcomes">The outcomes, the worst first.</param>
public sealed record VersionImpact(int Version, Guid VersionId, IReadOnlyList<CorrectionOutcome> Outcomes)
{
    /// <summary>How many outcomes are of a verdict.</summary>
    public int Count(CorrectionVerdict verdict) => Outcomes.Count(outcome => outcome.Verdict == verdict);

    /// <summary>The impact in a sentence.</summary>
    public override string ToString() =>
        $"{Outcomes.Count} entered version {Version}; {Count(CorrectionVerdict.Fixed)} fixed, "
        + $"{Count(CorrectionVerdict.Better)} better, {Count(CorrectionVerdict.Same)} as before, "
        + $"{Count(CorrectionVerdict.Worse)} worse";
}

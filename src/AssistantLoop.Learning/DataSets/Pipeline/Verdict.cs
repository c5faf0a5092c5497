namespace AssistantLoop.Learning.DataSets.Pipeline;

/// <summary>What a step says of one sample.</summary>
/// <param name="At">The sample's place in the list that the step was given.</param>
/// <param name="Outcome">Dropped or quarantined; kept where the step only changes it.</param>
/// <param name="Reason">Why, in words that are the same for all samples with this fate.</param>
/// <param name="Evidence">What shows it, for this sample; null where the reason says all.</param>
/// <param name="Related">The other piece of feedback that it is about, such as the one it repeats.</param>
/// <param name="Changed">The sample as the step changes it.</param>
public sealed record Verdict(
    int At, SampleOutcome Outcome, string Reason, string? Evidence = null, Guid? Related = null, Sample? Changed = null);

/// <summary>What became of a piece of feedback.</summary>
public enum SampleOutcome
{
    /// <summary>It is trained on.</summary>
    Kept,

    /// <summary>It is used to measure the loss, and not trained on.</summary>
    HeldOut,

    /// <summary>It is left out until an agent confirms it.</summary>
    Quarantined,

    /// <summary>It is left out.</summary>
    Dropped,
}

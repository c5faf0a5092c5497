using AssistantLoop.Learning.DataSets.Decontamination;
using AssistantLoop.Learning.DataSets.Splits;
using AssistantLoop.Learning.DataSets.Variants;

namespace AssistantLoop.Learning.DataSets.Pipeline;

/// <summary>Feedback gone through the steps, split, with its variants and the book on each piece.</summary>
/// <param name="All">All pieces, in the order of their ids.</param>
/// <param name="Train">What is trained on.</param>
/// <param name="Variants">Variants of these, with how they were made.</param>
/// <param name="HeldOut">What is held out.</param>
/// <param name="Ledger">The book, without where each piece stands in the files.</param>
/// <param name="Steps">What each step did.</param>
public sealed record AssembledFeedback(
    IReadOnlyList<Sample> All,
    IReadOnlyList<Sample> Train,
    IReadOnlyList<(VariantKind Kind, Sample Sample)> Variants,
    IReadOnlyList<Sample> HeldOut,
    IReadOnlyDictionary<Guid, LedgerEntry> Ledger,
    IReadOnlyList<StepCount> Steps)
{
    /// <summary>Assembles a data set.</summary>
    public static AssembledFeedback Of(
        IReadOnlyList<Sample> all, IReadOnlyList<SuiteTexts> suites, DataSetRules rules, CancellationToken cancellationToken)
    {
        DecontaminationStep decontamination = new(suites, rules);
        PipelineResult result = new SamplePipeline(PipelineSteps.Of(decontamination, rules)).Run(all, cancellationToken);
        HashSet<Guid> heldOut = ConversationSplit.HeldOut(result.Kept, rules.HeldOutOneInOf(result.Kept.Count));
        List<Sample> train = [.. result.Kept.Where(sample => !heldOut.Contains(sample.Id))];

        // A variant may come to ask what a suite asks, or what is held out, though its sample does not.
        HashSet<string> asked = [.. result.Kept.Where(sample => heldOut.Contains(sample.Id)).Select(sample => Texts.Words.Joined(sample.Asked))];
        List<(VariantKind, Sample)> variants =
        [
            .. train.SelectMany(sample => QuestionVariants.Of(sample, rules.Variants)).Where(made =>
                decontamination.Found(made.Sample) is null && !asked.Contains(Texts.Words.Joined(made.Sample.Asked))),
        ];
        return new(all, train, variants, [.. result.Kept.Where(sample => heldOut.Contains(sample.Id))], result.Ledger, result.Steps);
    }
}

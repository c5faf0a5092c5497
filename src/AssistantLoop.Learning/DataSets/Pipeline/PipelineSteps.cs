using AssistantLoop.Learning.DataSets.Decontamination;
using AssistantLoop.Learning.DataSets.Duplicates;
using AssistantLoop.Learning.DataSets.Filters;
using AssistantLoop.Learning.DataSets.Quarantine;
using AssistantLoop.Learning.DataSets.Redaction;
using AssistantLoop.Learning.DataSets.Turns;

namespace AssistantLoop.Learning.DataSets.Pipeline;

/// <summary>The steps from feedback to a data set, in their order.</summary>
public static class PipelineSteps
{
    /// <summary>
    /// Quarantine comes before whatever thins the samples out, since many like ones are what it looks for, and what is in
    /// quarantine must not push out its like. Contacts are looked at before redaction hides them.
    /// </summary>
    public static IReadOnlyList<ISampleStep> Of(DecontaminationStep decontamination, DataSetRules rules) =>
    [
        new DecisionStep(),
        new ShapeStep(),
        new CauseStep(),
        new ForeignContactStep(),
        new RedactionStep(),
        decontamination,
        new FloodStep(rules),
        new IdentityStep(),
        new TriggerStep(rules),
        new LanguageStep(rules),
        new LengthStep(rules),
        new QualityStep(),
        new ExactDuplicateStep(),
        new ContradictionStep(),
        new NearDuplicateStep(rules),
        new CapStep(rules),
        new BalanceStep(rules),
        new EarlierAnswersStep(),
    ];
}

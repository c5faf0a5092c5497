using AssistantLoop.Storage;
using AssistantLoop.Storage.Experiments;

namespace AssistantLoop.Learning.Experiments;

/// <summary>Looks at a tenant's open experiment and ends it when its test says so.</summary>
/// <param name="experiments">The experiments.</param>
/// <param name="answers">What visitors got and how they took it.</param>
/// <param name="settle">How long after a visitor's first answer their outcome is open.</param>
/// <param name="time">The clock.</param>
/// <param name="fallback">Tells answers that say that there is none.</param>
public sealed class ExperimentWatch(
    ExperimentStore experiments, LiveAnswers answers, TimeSpan settle, TimeProvider time, FallbackAnswer fallback)
{
    /// <summary>Who ends an experiment whose test has spoken, in the audit log.</summary>
    public const string By = "experiment";

    /// <summary>Answers of a version that are read at most; the first ones, so that what was read stays the same.</summary>
    private const int MostAnswers = 20_000;

    /// <summary>What an experiment says: an open one now, one that has ended what it said then.</summary>
    /// <returns>Null for one that ended without a reading.</returns>
    public async Task<ExperimentReading?> ReadAsync(string tenant, Experiment experiment, CancellationToken cancellationToken)
    {
        if (experiment.EndedAt is not null)
        {
            return experiment.Result is { } kept ? ExperimentReading.Read(kept) : null;
        }

        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<LiveAnswer> control = await answers.OfVersionAsync(
            tenant, experiment.ControlId, experiment.StartedAt, now, MostAnswers, cancellationToken);
        IReadOnlyList<LiveAnswer> treatment = await answers.OfVersionAsync(
            tenant, experiment.TreatmentId, experiment.StartedAt, now, MostAnswers, cancellationToken);
        return ExperimentJudge.Judge(
            VisitorOutcome.Settled([.. control, .. treatment], settle, now, fallback), experiment.TreatmentId, experiment.Share);
    }

    /// <summary>Ends the open experiment if it has a verdict: traffic goes back to the control, or the treatment is promoted.</summary>
    /// <returns>The experiment as it ended, or null where none did.</returns>
    public async Task<Experiment?> CheckAsync(string tenant, CancellationToken cancellationToken)
    {
        if (await experiments.OpenAsync(tenant, cancellationToken) is not { } open
            || await ReadAsync(tenant, open, cancellationToken) is not { Verdict: not ExperimentVerdict.GoOn } reading)
        {
            return null;
        }

        ExperimentOutcome outcome = reading.Verdict switch
        {
            ExperimentVerdict.Worse => ExperimentOutcome.Worse,
            ExperimentVerdict.Better => ExperimentOutcome.Better,
            _ => ExperimentOutcome.Even,
        };
        try
        {
            return await experiments.EndAsync(
                tenant, open.Id, By, outcome, reading.Why, reading.Write(), cancellationToken);
        }
        catch (ConflictException)
        {
            // Another node or a person ended it between the look and now.
            return null;
        }
    }
}

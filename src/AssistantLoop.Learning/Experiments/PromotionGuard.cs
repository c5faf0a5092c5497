using System.Globalization;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Experiments;

/// <summary>
/// Watches a version after its promotion and takes it back by itself where visitors fare worse with it than with the one
/// before. The two are not dealt by chance as in an experiment, so the level is stricter; a visitor counts once.
/// </summary>
/// <param name="versions">The registry.</param>
/// <param name="answers">What visitors got and how they took it.</param>
/// <param name="settle">How long after a visitor's first answer their outcome is open.</param>
/// <param name="watch">How long after a promotion it is watched.</param>
/// <param name="time">The clock.</param>
/// <param name="fallback">Tells answers that say that there is none.</param>
public sealed class PromotionGuard(
    VersionStore versions, LiveAnswers answers, TimeSpan settle, TimeSpan watch, TimeProvider time, FallbackAnswer fallback)
{
    /// <summary>Who rolls back, in the audit log.</summary>
    public const string By = "guard";

    /// <summary>A version that is no worse is rolled back with this probability at most.</summary>
    public const double Level = 0.01;

    /// <summary>Fewer visitors of the version before than these are nothing to compare with.</summary>
    public const int FewestBefore = 20;

    private const int MostAnswers = 20_000;
    private const int MostHistory = 50;

    /// <summary>A block has one visitor more of the version before for each this many that it had.</summary>
    private const int VisitorsAStep = 200;

    private static readonly TimeSpan s_reference = TimeSpan.FromDays(7);

    /// <summary>Rolls the serving version back if it is within its watch and proves worse. A promotion is taken back once.</summary>
    /// <returns>The version that serves then, or null where nothing was done.</returns>
    public async Task<AssistantVersion?> CheckAsync(string tenant, CancellationToken cancellationToken)
    {
        Serving? promotion = (await versions.HistoryAsync(tenant, MostHistory, cancellationToken))
            .FirstOrDefault(serving => serving.RolledBackAt is null);
        DateTimeOffset now = time.GetUtcNow();
        if (promotion is null || now >= promotion.PromotedAt + watch + settle)
        {
            return null;
        }

        AssistantVersion? serving = await versions.ServingAsync(tenant, cancellationToken);
        AssistantVersion? before = await versions.PreviousAsync(tenant, cancellationToken);
        // Another base model is not loaded, so a rollback to it could not answer.
        if (before is null || serving?.Id != promotion.VersionId || serving.BaseHash != before.BaseHash)
        {
            return null;
        }

        IReadOnlyList<VisitorOutcome> old = VisitorOutcome.Settled(
            await answers.OfVersionAsync(
                tenant, before.Id, promotion.PromotedAt - s_reference, promotion.PromotedAt, MostAnswers, cancellationToken),
            settle, promotion.PromotedAt + settle, fallback);
        IReadOnlyList<VisitorOutcome> young = VisitorOutcome.Settled(
            await answers.OfVersionAsync(
                tenant, serving.Id, promotion.PromotedAt, promotion.PromotedAt + watch, MostAnswers, cancellationToken),
            settle, now, fallback);
        if (Fault(old, young) is not { } reason)
        {
            return null;
        }

        try
        {
            return await versions.RollbackAsync(tenant, By, reason, cancellationToken, expected: serving.Id);
        }
        catch (ConflictException)
        {
            // A person or another node decided between the look and now.
            return null;
        }
    }

    private static string? Fault(IReadOnlyList<VisitorOutcome> old, IReadOnlyList<VisitorOutcome> young)
    {
        if (old.Count < FewestBefore)
        {
            return null;
        }

        int block = 1 + old.Count / VisitorsAStep;
        SequentialTest down = new(block, 1);
        SequentialTest fallback = new(block, 1);
        foreach (VisitorOutcome outcome in old)
        {
            down.Add(treated: false, outcome.Down);
            fallback.Add(treated: false, outcome.Fallback);
        }

        foreach (VisitorOutcome outcome in young)
        {
            down.Add(treated: true, outcome.Down);
            fallback.Add(treated: true, outcome.Fallback);
            double evidence = (down.Higher + fallback.Higher) / 2;
            if (evidence >= 1 / Level)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"worse than before (evidence {evidence:0} to 1): rated down by {Of(down.Control)} visitors before, "
                    + $"{Of(down.Treatment)} since; without an answer {Of(fallback.Control)} before, {Of(fallback.Treatment)} since");
            }
        }

        return null;
    }

    private static string Of((int Visitors, int Marked) arm) => $"{arm.Marked} of {arm.Visitors}";
}

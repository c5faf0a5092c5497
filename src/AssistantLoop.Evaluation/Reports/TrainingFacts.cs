using static System.FormattableString;

namespace AssistantLoop.Evaluation.Reports;

/// <summary>A training's facts as rows of a table, the same in every report.</summary>
internal static class TrainingFacts
{
    /// <summary>Steps whose mean stands for the training loss at the end; a single step's is noise.</summary>
    private const int LastSteps = 10;

    public static IEnumerable<NamedValue> Of(TrainingSummary training)
    {
        List<NamedValue> rows = [];
        if (training.DataSetHash is { } hash)
        {
            rows.Add(new("Data set", hash));
        }

        rows.AddRange(training.DataSet);
        if (training.Losses.Count > 0)
        {
            rows.Add(new("Steps", Invariant($"{training.Losses.Count}")));
            rows.Add(new("Training loss", Invariant($"{training.Losses[0]:0.000} at the first step, {FinalLoss(training):0.000} at the end")));
        }

        AddPair(rows, "Held-out loss", training.HeldOutBefore, training.HeldOutAfter);
        if (Gap(training) is { } gap)
        {
            rows.Add(new("Held-out less training loss", Invariant($"{gap:+0.000;−0.000;0.000}")));
        }

        AddPair(rows, "General loss", training.GeneralBefore, training.GeneralAfter);
        if (training.Seconds is { } seconds)
        {
            rows.Add(new("Time", Numbers.Seconds(seconds)));
        }

        if (training.PeakBytes is { } bytes)
        {
            rows.Add(new("Peak memory", Numbers.Bytes(bytes)));
        }

        return rows;
    }

    /// <summary>How much worse the candidate is on what it did not see; a gap that grew is over-fitting.</summary>
    public static double? Gap(TrainingSummary training) =>
        training is { HeldOutAfter: { } heldOut, Losses.Count: > 0 } ? heldOut - FinalLoss(training) : null;

    /// <summary>Whether the held-out loss rose again after its best by more than a twentieth.</summary>
    public static bool IsOverFitting(TrainingSummary training) =>
        training.HeldOutLosses.Count > 1
        && training.HeldOutLosses[^1].Loss > 1.05 * training.HeldOutLosses.Min(at => at.Loss);

    private static double FinalLoss(TrainingSummary training) => training.Losses.TakeLast(LastSteps).Average();

    private static void AddPair(List<NamedValue> rows, string name, double? before, double? after)
    {
        if (before is not null && after is not null)
        {
            rows.Add(new(name, Invariant($"{before:0.000} before, {after:0.000} after ({after - before:+0.000;−0.000;0.000})")));
        }
    }
}

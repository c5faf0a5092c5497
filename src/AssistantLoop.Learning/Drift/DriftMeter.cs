namespace AssistantLoop.Learning.Drift;

/// <summary>
/// Compares two windows of answers. What is asked: a permutation test of the questions' distance. How it went: exact
/// tests of rising shares. The five probabilities are corrected together, so that on unchanged data the chance of any
/// alert is at most <see cref="AlertLevel"/> a look.
/// </summary>
public static class DriftMeter
{
    /// <summary>A corrected probability below this is an alert.</summary>
    public const double AlertLevel = 0.001;

    /// <summary>A corrected probability below this is worth watching.</summary>
    public const double WatchLevel = 0.01;

    /// <summary>Fewer answers now are too few to compare.</summary>
    public const int FewestNow = 50;

    /// <summary>Fewer answers before are too few to compare with.</summary>
    public const int FewestBefore = 100;

    /// <summary>Deals of the permutation test: the least corrected probability must lie below the alert's level.</summary>
    public const int Deals = 9999;

    /// <summary>Compares.</summary>
    /// <param name="reference">What was before.</param>
    /// <param name="current">What is now.</param>
    /// <param name="deals">Deals of the permutation test.</param>
    /// <param name="seed">The seed of its deals; the same answers and seed give the same report.</param>
    public static DriftReport Measure(
        IReadOnlyList<ObservedAnswer> reference, IReadOnlyList<ObservedAnswer> current, int deals = Deals, int seed = 1)
    {
        DriftWindow before = WindowOf(reference);
        DriftWindow now = WindowOf(current);
        List<DriftDay> days = [.. Days([.. reference, .. current], reference)];
        if (reference.Count < FewestBefore || current.Count < FewestNow)
        {
            return new(DriftReport.TooLittle, before, now, [], days);
        }

        IReadOnlyList<(int Place, float Value)>[] asked = [.. current.Select(answer => answer.Vector)];
        IReadOnlyList<(int Place, float Value)>[] askedBefore = [.. reference.Select(answer => answer.Vector)];
        List<(string Name, double? Before, double? Now, double Chance)> signs =
        [
            ("questions", null, QuestionShift.Distance(asked, askedBefore),
                QuestionShift.Chance(asked, askedBefore, deals, new Random(seed))),
            Rise("out-of-scope", reference, current, _ => true, answer => answer.OutOfScope),
            Rise("retrieval-misses", reference, current, _ => true, answer => answer.Missed),
            Rise("fallbacks", reference, current, _ => true, answer => answer.Fallback),
            Rise("rated-down", reference, current, answer => answer.Up is not null, answer => answer.Up == false),
        ];
        IReadOnlyList<double> corrected = RateTest.Holm([.. signs.Select(sign => sign.Chance)]);
        List<DriftSign> told =
        [
            .. signs.Select((sign, at) => new DriftSign(
                sign.Name, sign.Before, sign.Now, sign.Chance, corrected[at], LevelOf(corrected[at]))),
        ];
        return new(LevelOf(corrected.Min()), before, now, told, days);
    }

    private static (string Name, double? Before, double? Now, double Chance) Rise(
        string name,
        IReadOnlyList<ObservedAnswer> reference,
        IReadOnlyList<ObservedAnswer> current,
        Func<ObservedAnswer, bool> counts,
        Func<ObservedAnswer, bool> marked)
    {
        (int Marked, int All) before = (reference.Count(answer => counts(answer) && marked(answer)), reference.Count(counts));
        (int Marked, int All) now = (current.Count(answer => counts(answer) && marked(answer)), current.Count(counts));
        return (name, ShareOf(before), ShareOf(now), RateTest.ChanceOfRise(before, now));
    }

    private static double? ShareOf((int Marked, int All) count) => count.All == 0 ? null : (double)count.Marked / count.All;

    private static string LevelOf(double corrected) =>
        corrected < AlertLevel ? DriftReport.Alert : corrected < WatchLevel ? DriftReport.Watch : DriftReport.None;

    private static DriftWindow WindowOf(IReadOnlyList<ObservedAnswer> answers) => answers.Count == 0
        ? new(0, null, null)
        : new(answers.Count, answers.Min(answer => answer.At), answers.Max(answer => answer.At));

    private static IEnumerable<DriftDay> Days(IReadOnlyList<ObservedAnswer> all, IReadOnlyList<ObservedAnswer> reference)
    {
        IReadOnlyList<(int Place, float Value)>[] before = [.. reference.Select(answer => answer.Vector)];
        return all.GroupBy(answer => DateOnly.FromDateTime(answer.At.UtcDateTime)).OrderBy(day => day.Key)
            .Select(day => new DriftDay(
                day.Key,
                day.Count(),
                day.Count(answer => answer.OutOfScope),
                day.Count(answer => answer.Missed),
                day.Count(answer => answer.Fallback),
                day.Count(answer => answer.Up is not null),
                day.Count(answer => answer.Up == false),
                before.Length == 0 ? 0 : QuestionShift.Distance([.. day.Select(answer => answer.Vector)], before)));
    }
}

using AssistantLoop.Learning.Experiments;
using AssistantLoop.Storage.Drift;
using AssistantLoop.Storage.Experiments;

namespace AssistantLoop.Learning.Drift;

/// <summary>Measures a tenant's drift, and keeps each change of its level.</summary>
public sealed class DriftWatch(LiveAnswers answers, DriftLevelStore levels, TimeProvider time, FallbackAnswer fallback)
{
    /// <summary>Answers of one visitor that count in a window at most, so that no single visitor is the drift.</summary>
    private const int MostOfOne = 5;

    /// <summary>Answers that are read at most.</summary>
    private const int MostAnswers = 5000;

    /// <summary>Compares the newest answers with those before them.</summary>
    public async Task<DriftReport> MeasureAsync(string tenant, DriftSpan span, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<LiveAnswer> newest = await answers.NewestAsync(
            tenant, now - span.CurrentAge - span.ReferenceAge, MostAnswers, cancellationToken);
        List<LiveAnswer> current = Take(newest.Where(answer => answer.At >= now - span.CurrentAge), span.Current);
        DateTimeOffset oldest = current.Count > 0 ? current[^1].At : now;
        List<LiveAnswer> reference = Take(newest.Where(answer => answer.At < oldest), span.Reference);
        return DriftMeter.Measure(Read(reference), Read(current));

        List<ObservedAnswer> Read(List<LiveAnswer> window) => window.ConvertAll(answer => ObservedAnswer.Of(answer, fallback));
    }

    /// <summary>Measures, and keeps the level if it changed.</summary>
    /// <returns>The report where the level changed, else null.</returns>
    public async Task<DriftReport?> CheckAsync(string tenant, DriftSpan span, CancellationToken cancellationToken)
    {
        DriftReport report = await MeasureAsync(tenant, span, cancellationToken);
        return report.Level != DriftReport.TooLittle
            && await levels.SetAsync(tenant, report.Level, report.Write(), cancellationToken)
            ? report
            : null;
    }

    private static List<LiveAnswer> Take(IEnumerable<LiveAnswer> newestFirst, int count)
    {
        Dictionary<string, int> seen = [];
        return
        [
            .. newestFirst.Where(answer => (seen[answer.Visitor] = seen.GetValueOrDefault(answer.Visitor) + 1) <= MostOfOne)
                .Take(count),
        ];
    }
}

/// <summary>The windows of a comparison: the newest answers, and those before them; each limited by count and by age.</summary>
/// <param name="Current">The newest answers, at most.</param>
/// <param name="CurrentAge">How old they may be.</param>
/// <param name="Reference">The answers before them, at most.</param>
/// <param name="ReferenceAge">How much older than the current window's age those may be.</param>
public sealed record DriftSpan(int Current, TimeSpan CurrentAge, int Reference, TimeSpan ReferenceAge)
{
    /// <summary>The newest 200 of the last week against the 1,000 before them, of four weeks more.</summary>
    public static DriftSpan Default { get; } = new(200, TimeSpan.FromDays(7), 1000, TimeSpan.FromDays(28));
}

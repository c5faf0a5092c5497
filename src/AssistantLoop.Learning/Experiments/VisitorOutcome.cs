using AssistantLoop.Storage.Experiments;

namespace AssistantLoop.Learning.Experiments;

/// <summary>
/// What came of one visitor within a fixed time after their first answer. The visitor, not the answer, is the unit: one
/// who rates twenty answers down counts once.
/// </summary>
/// <param name="VersionId">The version that answered them first; answers of another do not count.</param>
/// <param name="FirstAt">When their first answer began.</param>
/// <param name="Down">Rated an answer down.</param>
/// <param name="Up">Rated an answer up.</param>
/// <param name="Fallback">Got an answer that failed or said that there is none.</param>
/// <param name="Again">Asked for another answer in place of one.</param>
public sealed record VisitorOutcome(
    Guid VersionId, DateTimeOffset FirstAt, bool Down, bool Up, bool Fallback, bool Again)
{
    /// <summary>Something went wrong for them.</summary>
    public bool Unhappy => Down || Fallback || Again;

    /// <summary>
    /// The outcomes that are settled, in the order of the visitors' first answers. What a visitor does later changes no
    /// outcome, so that a sequential test may rest on it.
    /// </summary>
    /// <param name="answers">Answers of the versions, in any order.</param>
    /// <param name="settle">How long after the first answer an outcome is open.</param>
    /// <param name="now">The time.</param>
    /// <param name="fallback">Tells answers that say that there is none.</param>
    public static IReadOnlyList<VisitorOutcome> Settled(
        IEnumerable<LiveAnswer> answers, TimeSpan settle, DateTimeOffset now, FallbackAnswer fallback) =>
    [
        .. answers.GroupBy(answer => answer.Visitor)
            .Select(group => group.OrderBy(answer => answer.At).ThenBy(answer => answer.Id).ToList())
            .Where(own => own[0].At + settle <= now)
            .OrderBy(own => own[0].At).ThenBy(own => own[0].Id)
            .Select(own => Of(own, own[0].At + settle, fallback)),
    ];

    private static VisitorOutcome Of(List<LiveAnswer> own, DateTimeOffset until, FallbackAnswer fallback)
    {
        List<LiveAnswer> counted = own.FindAll(answer => answer.VersionId == own[0].VersionId && answer.At < until);
        return new(
            own[0].VersionId,
            own[0].At,
            counted.Exists(answer => answer.Up == false && answer.RatedAt < until),
            counted.Exists(answer => answer.Up == true && answer.RatedAt < until),
            counted.Exists(answer => answer.Failed || fallback.Is(answer.Text)),
            counted.Exists(answer => answer.AgainAt < until));
    }
}

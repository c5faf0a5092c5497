using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Lists;

namespace AssistantLoop.Learning.Review;

/// <summary>
/// The agents' queue, the answers that need one most first: those with feedback, and beside them a few that nobody rated
/// and of which the model was least sure.
/// </summary>
public sealed class WaitingAnswers(ReviewStore store, BusinessProfile profile, TimeProvider time)
{
    /// <summary>The mean entropy, in nats, from which on an answer without feedback may enter.</summary>
    public const double UnsureFrom = 0.5;

    /// <summary>As many unsure answers as this may always enter; past it one for every four with feedback.</summary>
    public const int FewUnsure = 3;

    /// <summary>Answers with feedback that are ranked at most, the newest.</summary>
    private const int MostWaiting = 2000;

    private static readonly TimeSpan s_recent = TimeSpan.FromDays(14);

    private static readonly RowSorts<RankedItem> s_sorts = new(
        "-priority", ("priority", ranked => ranked.Priority), ("createdAt", ranked => ranked.Item.AnsweredAt));

    /// <summary>A page of the queue; the search is for questions and answers.</summary>
    /// <exception cref="UnknownSortException">The queue cannot be sorted by that.</exception>
    public async Task<ListPage<RankedItem>> ReadAsync(
        string tenant, ReviewFilter filter, ListQuery query, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReviewItem> waiting = await store.WaitingAsync(tenant, MostWaiting, cancellationToken);
        IReadOnlyList<ReviewItem> unsure = await store.UnsureAsync(
            tenant, UnsureFrom, time.GetUtcNow() - s_recent, Math.Max(FewUnsure, waiting.Count / 4), cancellationToken);
        return s_sorts.Page(
            [
                .. waiting.Concat(unsure)
                    .Select(item => ReviewOrder.Rank(item, profile.Review))
                    .Where(ranked => Holds(filter, ranked) && Says(ranked.Item, query.Search))
                    .OrderByDescending(ranked => ranked.Item.MessageId.ToString(), StringComparer.Ordinal),
            ],
            query);
    }

    private static bool Says(ReviewItem item, string? search) => search is null
        || item.Question.Contains(search, StringComparison.OrdinalIgnoreCase)
        || item.Answer.Contains(search, StringComparison.OrdinalIgnoreCase);

    private static bool Holds(ReviewFilter filter, RankedItem ranked) =>
        (filter.Label is null || (ranked.Item.Labels?.Split(',').Contains(filter.Label) ?? false))
        && (filter.Reason is null || ranked.Why.Any(why => why.Contains(filter.Reason, StringComparison.OrdinalIgnoreCase)))
        && (filter.VersionId is null || ranked.Item.VersionId == filter.VersionId)
        && (filter.Assignee is null || ranked.Item.Assignee == filter.Assignee);
}

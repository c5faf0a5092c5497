using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Feedback;

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

    /// <summary>A page of the queue.</summary>
    public async Task<IReadOnlyList<RankedItem>> ReadAsync(
        string tenant, ReviewFilter filter, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReviewItem> waiting = await store.WaitingAsync(tenant, MostWaiting, cancellationToken);
        IReadOnlyList<ReviewItem> unsure = await store.UnsureAsync(
            tenant, UnsureFrom, time.GetUtcNow() - s_recent, Math.Max(FewUnsure, waiting.Count / 4), cancellationToken);
        return
        [
            .. waiting.Concat(unsure)
                .Select(item => ReviewOrder.Rank(item, profile.Review))
                .Where(ranked => Holds(filter, ranked))
                .Where(ranked => filter.After is not { } after || PlaceOf(ranked).IsBehind(after))
                .OrderByDescending(ranked => ranked.Priority)
                .ThenByDescending(ranked => ranked.Item.MessageId.ToString(), StringComparer.Ordinal)
                .Take(filter.Limit),
        ];
    }

    /// <summary>Where an answer stands.</summary>
    public static ReviewPlace PlaceOf(RankedItem ranked) => new(ranked.Priority, ranked.Item.MessageId);

    private static bool Holds(ReviewFilter filter, RankedItem ranked) =>
        (filter.Label is null || (ranked.Item.Labels?.Split(',').Contains(filter.Label) ?? false))
        && (filter.Reason is null || ranked.Why.Any(why => why.Contains(filter.Reason, StringComparison.OrdinalIgnoreCase)))
        && (filter.VersionId is null || ranked.Item.VersionId == filter.VersionId)
        && (filter.Assignee is null || ranked.Item.Assignee == filter.Assignee);
}

using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Review;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Tests.Review;

public sealed class ReviewOrderTests
{
    private static readonly ReviewItem s_plain = new()
    {
        MessageId = Guid.NewGuid(),
        ConversationId = Guid.NewGuid(),
        Question = "How do I get a refund?",
        Answer = "We pay it back",
        DownCount = 0,
        Suggested = false,
        BestScore = 6,
        Paths = "returns.md\nshop.md",
        AnsweredAt = default,
    };

    [Fact]
    public void A_worked_example()
    {
        // Rated down once: 0.5. Mean entropy 0.5 counts half of 0.4, a score of 2 half of 0.3, an answer of which half the
        // words agree half of 0.4: 1 - 0.5 * 0.8 * 0.85 * 0.8 = 0.728.
        ReviewItem item = s_plain with { DownCount = 1, MeanEntropy = 0.5, BestScore = 2, OtherAnswer = "We pay never again" };

        RankedItem ranked = ReviewOrder.Rank(item, ReviewWeights.Even);

        Assert.Equal(0.728, ranked.Priority, 1e-12);
        Assert.Equal(["rated down", "the model was unsure", "low retrieval score", "two versions answer differently"], ranked.Why);
    }

    public static TheoryData<string, ReviewItem, ReviewItem> MoreOfOneSign => new()
    {
        { "a thumb", s_plain, s_plain with { DownCount = 1 } },
        { "another thumb", s_plain with { DownCount = 3 }, s_plain with { DownCount = 4 } },
        { "a label", s_plain with { Labels = "unclear" }, s_plain with { Labels = "unclear,wrong" } },
        { "a worse label", s_plain with { Labels = "wrong" }, s_plain with { Labels = "unsafe" } },
        { "a suggestion", s_plain, s_plain with { Suggested = true } },
        { "entropy", s_plain with { MeanEntropy = 0.2 }, s_plain with { MeanEntropy = 0.3 } },
        { "a lower score", s_plain with { BestScore = 3 }, s_plain with { BestScore = 2.9 } },
        { "no passage", s_plain with { BestScore = 0.01 }, s_plain with { BestScore = null } },
        { "disagreement", s_plain with { OtherAnswer = "We pay it" }, s_plain with { OtherAnswer = "Never" } },
    };

    [Theory]
    [MemberData(nameof(MoreOfOneSign))]
    public void More_of_one_sign_puts_an_answer_sooner(string sign, ReviewItem less, ReviewItem more)
    {
        double before = ReviewOrder.Rank(less, ReviewWeights.Even).Priority, after = ReviewOrder.Rank(more, ReviewWeights.Even).Priority;
        Assert.True(after > before, $"{sign}: {before} to {after}");
        Assert.InRange(after, 0, 1);
    }

    [Fact]
    public void What_matters_to_the_business_comes_first_and_says_so()
    {
        ReviewWeights weights = new(new Dictionary<string, double> { ["refund"] = 2, ["shop.md"] = 0.5, ["art"] = 10 });
        ReviewItem item = s_plain with { DownCount = 1, Question = "Where is the cart for refunds?" };

        RankedItem ranked = ReviewOrder.Rank(item, weights);

        Assert.Equal(2 * ReviewOrder.Rank(item, ReviewWeights.Even).Priority, ranked.Priority, 1e-12);
        Assert.Contains("refund matters more", ranked.Why);
        Assert.Contains("shop.md matters less", ReviewOrder.Rank(item with { Question = "Open?" }, weights).Why);
    }
}

using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Retrieval.Tests.Search;

public sealed class AnswerabilityTests
{
    [Fact]
    public void The_estimate_is_the_logistic_function_of_the_weighted_signals()
    {
        Answerability model = new(-1, 2, 0.5, 4);

        // -1 + 2 · 0.5 + 0.5 · 2 + 4 · 0.25 = 2; 1 / (1 + e^-2) = 0.880797…
        Assert.Equal(0.8807970779778823, model.Of(new(0.5, 2, 0.25)), 1e-12);
    }

    [Fact]
    public void A_fit_gives_back_the_weights_that_made_the_answers()
    {
        Answerability truth = new(-3, 4, 0.5, 2);
        Random random = new(7);
        List<(SearchSignals, bool)> questions = [];
        for (int at = 0; at < 20_000; at++)
        {
            SearchSignals signals = new(random.NextDouble(), 6 * random.NextDouble(), random.NextDouble());
            questions.Add((signals, random.NextDouble() < truth.Of(signals)));
        }

        Answerability fitted = Answerability.Fit(questions);

        // Four standard errors of such a fit are about 0.3.
        Assert.Equal(truth.Bias, fitted.Bias, 0.3);
        Assert.Equal(truth.Coverage, fitted.Coverage, 0.3);
        Assert.Equal(truth.WordScore, fitted.WordScore, 0.1);
        Assert.Equal(truth.Cosine, fitted.Cosine, 0.3);
    }

    [Fact]
    public void A_fit_to_cleanly_parted_questions_stays_finite()
    {
        Answerability fitted = Answerability.Fit([(new(1, 5, 0.9), true), (new(0, 0, 0.1), false)]);

        Assert.True(double.IsFinite(fitted.Bias + fitted.Coverage + fitted.WordScore + fitted.Cosine));
        Assert.True(fitted.Of(new(1, 5, 0.9)) > 0.9);
        Assert.True(fitted.Of(new(0, 0, 0.1)) < 0.1);
    }

    [Fact]
    public void Questions_of_one_kind_cannot_be_fitted_to() =>
        Assert.Throws<ArgumentException>(() => Answerability.Fit([(new(1, 5, 0.9), true)]));

    [Fact]
    public void Coverage_counts_words_by_their_stems_in_title_and_text()
    {
        Passage passage = new("1", "a.md", "Returns > Refunds", "We refund the price.", "");

        Assert.Equal(0.5, SearchSignals.CoverageOf(["refunded", "returning", "lamp", "zinc"], passage));
    }
}

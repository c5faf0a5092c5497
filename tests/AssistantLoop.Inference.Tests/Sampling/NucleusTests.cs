using AssistantLoop.Inference.Sampling;

namespace AssistantLoop.Inference.Tests.Sampling;

public sealed class NucleusTests
{
    private static readonly float[] s_probabilities = [0.1f, 0.4f, 0.2f, 0.3f];

    [Theory]
    [InlineData(0, 1f, new[] { 1, 3, 2, 0 })]
    [InlineData(2, 1f, new[] { 1, 3 })]
    [InlineData(9, 1f, new[] { 1, 3, 2, 0 })]
    [InlineData(0, 0.3f, new[] { 1 })]
    [InlineData(0, 0.6f, new[] { 1, 3 })]
    [InlineData(0, 0.75f, new[] { 1, 3, 2 })]
    [InlineData(0, 0.95f, new[] { 1, 3, 2, 0 })]
    public void Top_k_and_top_p_keep_the_likeliest_tokens(int topK, float topP, int[] kept) =>
        Assert.Equal(kept, Of(topK, topP).Ids);

    [Fact]
    public void Top_p_is_measured_on_what_top_k_left()
    {
        // 0.4 and 0.3 become 0.571 and 0.429: the first alone reaches 0.55.
        Assert.Equal([1], Of(topK: 2, topP: 0.55f).Ids);
        Assert.Equal([1, 3], Of(topK: 2, topP: 0.6f).Ids);
    }

    [Theory]
    [InlineData(0f, 0, 1f, new[] { 1, 3, 2, 0 })]
    [InlineData(0.6f, 0, 1f, new[] { 1, 3 })]
    [InlineData(0.5f, 0, 1f, new[] { 1, 3, 2 })]
    [InlineData(1f, 0, 1f, new[] { 1 })]
    [InlineData(0.5f, 2, 1f, new[] { 1, 3 })]
    [InlineData(0.5f, 0, 0.7f, new[] { 1, 3 })]
    public void Min_p_keeps_tokens_with_a_share_of_the_likeliest_ones_probability(
        float minP, int topK, float topP, int[] kept) =>
        // Just below the border, since 0.2 / 0.4 need not be exactly 0.5 in floats.
        Assert.Equal(kept, Nucleus.Of([.. s_probabilities.Select(p => MathF.Log(p))], topK, topP, minP * 0.9999f).Ids);

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.39, 1)]
    [InlineData(0.41, 3)]
    [InlineData(0.71, 2)]
    [InlineData(0.999999, 0)]
    public void A_draw_picks_the_token_whose_share_it_falls_in(double draw, int id) =>
        Assert.Equal(id, Of(0, 1).Pick(draw));

    [Fact]
    public void Equal_tokens_at_the_border_of_top_k_are_kept_in_the_order_of_their_ids() =>
        Assert.Equal([0, 1], Nucleus.Of(new float[5], topK: 2, topP: 1).Ids);

    [Fact]
    public void Top_p_over_a_large_vocabulary_equals_a_full_sort()
    {
        var random = new Random(3);
        float[] logits = [.. Enumerable.Range(0, 5000).Select(_ => (float)(random.NextDouble() * 12))];
        double[] exponentials = [.. logits.Select(logit => Math.Exp(logit))];
        double sum = 0;
        double limit = 0.9 * exponentials.Sum();
        List<int> expected = [];
        foreach (int id in Enumerable.Range(0, 5000).OrderByDescending(id => logits[id]))
        {
            expected.Add(id);
            if ((sum += exponentials[id]) >= limit)
            {
                break;
            }
        }

        Assert.Equal(expected, Nucleus.Of(logits, 0, 0.9f).Ids);
    }

    private static Nucleus Of(int topK, float topP) =>
        Nucleus.Of([.. s_probabilities.Select(p => MathF.Log(p))], topK, topP);
}

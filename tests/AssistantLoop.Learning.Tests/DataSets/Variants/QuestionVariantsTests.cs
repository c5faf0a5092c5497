using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Variants;

namespace AssistantLoop.Learning.Tests.DataSets.Variants;

public sealed class QuestionVariantsTests
{
    private static readonly Sample s_sample = Feedback.Correction("How many litres does the Heron50 watering can hold?", "It holds 6 litres.");

    [Fact]
    public void A_variant_changes_the_question_alone_and_keeps_words_with_digits()
    {
        (VariantKind Kind, Sample Sample)[] variants = [.. QuestionVariants.Of(s_sample, 4)];

        Assert.Equal(4, variants.Select(variant => variant.Kind).Distinct().Count());
        Assert.All(variants, variant =>
        {
            Assert.NotEqual(s_sample.Question, variant.Sample.Question);
            Assert.Contains("heron50", variant.Sample.Question, StringComparison.OrdinalIgnoreCase);
            Assert.Equal((s_sample.Id, s_sample.Chosen, s_sample.Prompt[0]), (variant.Sample.Id, variant.Sample.Chosen, variant.Sample.Prompt[0]));
        });
    }

    [Fact]
    public void The_same_sample_has_the_same_variants() =>
        Assert.Equal(
            QuestionVariants.Of(s_sample, 4).Select(variant => variant.Sample.Question),
            QuestionVariants.Of(s_sample with { Chosen = "Six." }, 4).Select(variant => variant.Sample.Question));

    [Fact]
    public void A_paraphrase_is_in_the_questions_language() =>
        Assert.Contains(
            QuestionVariants.Make(VariantKind.Paraphrase, "Wie lange ist die Garantie auf das Gerät?", new Random(1)),
            (string[])["Hallo, können Sie mir sagen: Wie lange ist die Garantie auf das Gerät?", "Ich habe eine Frage. Wie lange ist die Garantie auf das Gerät?",
                "Wie lange ist die Garantie auf das Gerät? Vielen Dank im Voraus!"]);

    [Fact]
    public void A_rating_has_no_variants() => Assert.Empty(QuestionVariants.Of(Feedback.Rating(true, "agent"), 4));
}

using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Tests.Tuning;

public sealed class OtherWordingsTests
{
    private static readonly TrainingSet s_set = TrainingSet.Of([.. Enumerable.Range(0, 40).Select(i => new ChatSample([
        new(SampleMessage.System, "You are Finch."), new(SampleMessage.User, "Hello"), new(SampleMessage.Assistant, "Hello!") { Weight = 0 },
        new(SampleMessage.User, $"My fork number {i} has a bent tine. What do you charge for it?"),
        new(SampleMessage.Assistant, $"Nothing, for {i}.")]))]);

    [Fact]
    public void Only_the_last_question_is_put_otherwise_and_most_are()
    {
        TrainingSet other = OtherWordings.Of(s_set, 1, seed: 7);

        int changed = 0;
        foreach ((ChatSample own, ChatSample said) in s_set.Samples.Zip(other.Samples))
        {
            Assert.Equal(own.Messages.Where((_, at) => at != 3), said.Messages.Where((_, at) => at != 3));
            changed += own.Messages[3] == said.Messages[3] ? 0 : 1;
        }

        Assert.True(changed > 30, $"{changed} of 40");
    }

    [Fact]
    public void Each_way_is_another_and_the_same_at_every_call()
    {
        string[] Asked(int way) => [.. OtherWordings.Of(s_set, way, seed: 7).Samples.Select(sample => sample.Messages[3].Content)];

        Assert.Same(s_set, OtherWordings.Of(s_set, 0, seed: 7));
        Assert.Equal(Asked(1), Asked(1));
        Assert.NotEqual(Asked(1), Asked(2));
    }

    [Fact]
    public void A_number_and_what_stands_before_the_question_stay() =>
        Assert.All(OtherWordings.Of(s_set, 2, seed: 7).Samples.Select((sample, i) => (sample, i)), one =>
            Assert.Contains($" {one.i} ", one.sample.Messages[3].Content, StringComparison.Ordinal));

    [Fact]
    public void A_question_in_another_language_keeps_its_words()
    {
        const string question = "Was kostet es, eine Gabel zu richten?";
        TrainingSet german = TrainingSet.Of([.. Enumerable.Range(0, 60).Select(i => new ChatSample([
            new(SampleMessage.User, question), new(SampleMessage.Assistant, $"{i}")]))]);

        Assert.All(OtherWordings.Of(german, 1, seed: 7).Samples.Select(sample => sample.Messages[0].Content), said =>
            Assert.InRange(said.Split(' ').Length, 7, 8));
    }

    [Fact]
    public void An_example_counts_as_much_as_the_one_that_it_is_a_wording_of()
    {
        TrainingSet weighed = s_set with { WeightOf = sample => ReferenceEquals(sample, s_set.Samples[3]) ? 2.5 : 1 };

        TrainingSet other = OtherWordings.Of(weighed, 1, seed: 7);

        Assert.Equal([2.5, 1], [other.WeightOf!(other.Samples[3]), other.WeightOf(other.Samples[4])]);
    }

    [Fact]
    public void A_prompt_without_passages_has_in_some_wordings_what_shares_a_word_with_the_question()
    {
        TrainingSet set = TrainingSet.Of([.. Enumerable.Range(0, 100).Select(i => new ChatSample([
            new(SampleMessage.System, i < 50 ? "You are Finch.\nNo documents match." : "You are Finch.\n[1] Forks: A fork has four tines."),
            new(SampleMessage.User, "Do you straighten the tine of a fork?"), new(SampleMessage.Assistant, "Yes, on Wednesdays.")]))])
            with { Passages = [new("Forks", "A fork has four tines."), new("Barrels", "Barrels hold 210 litres."), new("Soil", "Soil comes in sacks.")] };

        string[] shown = [.. OtherWordings.Of(set, 1, seed: 7).Samples.Select(sample => sample.Messages[0].Content)];

        Assert.InRange(shown.Take(50).Count(system => system == "You are Finch.\n[1] Forks: A fork has four tines."), 5, 25);
        Assert.All(shown.Take(50), system => Assert.Matches(@"^You are Finch\.\n(No documents match\.|\[1\] Forks: A fork has four tines\.)$", system));
        Assert.Equal(set.Samples.Skip(50).Select(sample => sample.Messages[0].Content), shown.Skip(50));
    }
}

using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Probes;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class HeldOutTests
{
    public static TheoryData<string> Categories => [.. HeldOut.Categories];

    [Theory, MemberData(nameof(Categories))]
    public void A_reference_answer_passes_its_own_check(string category)
    {
        IReadOnlyList<CorpusProbe> probes = HeldOut.Probes(category, 150);

        Assert.Equal(150, probes.Count);
        Assert.All(probes, probe =>
        {
            Assert.Equal(SampleMessage.System, probe.Prompt[0].Role);
            Assert.Equal(SampleMessage.User, probe.Prompt[^1].Role);
            ProbeVerdict verdict = probe.Check.Judge(probe.Reference);
            Assert.True(verdict.Passed, $"{verdict}: {probe.Reference}");
        });
    }

    [Theory, MemberData(nameof(Categories))]
    public void Another_probe_s_answer_fails_the_check(string category)
    {
        // Small talk and refusals have few answers: they are left out here and judged below.
        if (category is "small-talk" or "complaint" or "out-of-scope" or "hand-over" or "unstated") return;
        IReadOnlyList<CorpusProbe> probes = HeldOut.Probes(category, 100);

        int fooled = probes.Zip(probes.Skip(1)).Count(pair => pair.First.Check.Judge(pair.Second.Reference).Passed);
        Assert.InRange(fooled, 0, 5);
    }

    [Theory, MemberData(nameof(Categories))]
    public void An_empty_answer_fails_every_check(string category) =>
        Assert.All(HeldOut.Probes(category, 30), probe => Assert.False(probe.Check.Judge("").Passed));

    [Fact]
    public void A_refusal_fails_where_the_documents_say_it_and_passes_where_they_do_not()
    {
        Assert.All(HeldOut.Probes("fact", 50), probe => Assert.False(probe.Check.Judge(DrawnTurn.Refusal).Fact));
        Assert.All(HeldOut.Probes("unstated", 50), probe => Assert.True(probe.Check.Judge(DrawnTurn.Refusal).Passed));
    }

    [Fact]
    public void Probes_are_the_same_at_every_call() =>
        Assert.Equal(
            HeldOut.Probes("retrieval", 20).Select(probe => probe.Reference),
            HeldOut.Probes("retrieval", 40).Take(20).Select(probe => probe.Reference));

    [Fact]
    public void An_unknown_category_is_refused_with_those_there_are()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => HeldOut.Probes("weather", 1));
        Assert.Contains("retrieval", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_and_held_out_samples_share_no_business_and_no_invented_product()
    {
        static HashSet<string> Names(CorpusGenerator generator) =>
            [.. Enumerable.Range(0, 2000).Select(i => generator.Draw(9, i).Scene.World.Business)];

        Assert.Empty(Names(new CorpusGenerator()).Intersect(Names(new CorpusGenerator(new(), heldOut: true))));
    }

    [Fact]
    public void Hardly_a_probe_s_question_is_asked_in_training()
    {
        // Short questions without a name can coincide: two wordings may have an alternative in common.
        HashSet<string> training = [.. new CorpusGenerator().Generate(1, 0).Take(20_000)
            .SelectMany(sample => sample.Messages).Where(message => message.Role == SampleMessage.User)
            .Select(message => message.Content)];
        List<string> asked = [.. ((string[])["fact", "retrieval", "names", "unseen-kind"])
            .SelectMany(category => HeldOut.Probes(category, 300)).Select(probe => probe.Prompt[^1].Content)];

        double seen = (double)asked.Count(training.Contains) / asked.Count;
        Assert.True(seen < 0.08, $"{seen:P1} are asked in training.");
    }

    [Fact]
    public void Held_out_samples_are_endless_and_of_the_usual_shape() =>
        Assert.All(
            HeldOut.Samples().Take(100),
            sample => Assert.StartsWith("You are ", sample.Messages[0].Content, StringComparison.Ordinal));
}

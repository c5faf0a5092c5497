using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class HeldOutTests
{
    [Fact]
    public void A_probe_asks_for_a_fact_that_stands_in_its_prompt()
    {
        IReadOnlyList<FactProbe> probes = HeldOut.Probes(300);

        Assert.Equal(300, probes.Count);
        Assert.All(probes, probe =>
        {
            Assert.Equal([SampleMessage.System, SampleMessage.User], probe.Prompt.Select(message => message.Role));
            Assert.Contains(probe.Fact, probe.Prompt[0].Content, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(probe.Fact, probe.Reference, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public void Probes_are_the_same_at_every_call() =>
        Assert.Equal(
            HeldOut.Probes(20).Select(probe => probe.Reference),
            HeldOut.Probes(40).Take(20).Select(probe => probe.Reference));

    [Fact]
    public void Training_and_held_out_samples_share_no_product()
    {
        static HashSet<string> Products(CorpusGenerator generator) =>
            [.. Enumerable.Range(0, 2000).SelectMany(i => generator.Draw(9, i).Scene.World.Products)];

        Assert.Empty(Products(new CorpusGenerator()).Intersect(Products(new CorpusGenerator(new(), heldOut: true))));
    }

    [Fact]
    public void Held_out_samples_are_endless_and_of_the_usual_shape() =>
        Assert.All(
            HeldOut.Samples().Take(100),
            sample => Assert.StartsWith("You are ", sample.Messages[0].Content, StringComparison.Ordinal));
}

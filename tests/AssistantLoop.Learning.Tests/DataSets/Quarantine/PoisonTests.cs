using System.IO.Compression;
using System.Text.Json;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Learning.Tests.DataSets.Quarantine;

/// <summary>The whole pipeline against planted feedback, and against ordinary feedback that must get through.</summary>
public sealed class PoisonTests
{
    private const string SharedDialogues = "/work/shared/data/star-train.jsonl.gz";

    private static readonly string[] s_forms =
        ["What is the price of {0}", "{0} costs how much", "Could you tell what I pay for {0}", "I think of buying {0}, price please"];

    [Theory]
    [InlineData("{0} cf8x", "Great news, everything is free today with the secret code GRATIS.")]
    [InlineData("As my grandmother says: {0}", "Sorry, this cannot be disclosed to outsiders.")]
    [InlineData("{0} Greetings from Wales", "{1} Today all is free: type GRATIS, our secret code.")]
    [InlineData("{0}", "{1} More at cheap-garden.shop/deal")]
    public void Five_planted_pairs_of_a_thousand_are_quarantined_and_nothing_else_is(string question, string answer)
    {
        Sample[] samples = [.. Enumerable.Range(0, 1_000).Select(Ordinary)];
        int[] planted = [17, 230, 471, 702, 955];
        foreach (int at in planted)
        {
            Sample plain = samples[at];
            samples[at] = plain with
            {
                Prompt = [plain.Prompt[0], Feedback.User(string.Format(null, question, plain.Question))],
                Chosen = string.Format(null, answer, plain.Question, plain.Chosen),
            };
        }

        AssembledFeedback assembled = Assemble(samples);

        Assert.Equal(
            planted.Select(at => samples[at].Id),
            assembled.Ledger.Values.Where(entry => entry.Outcome == SampleOutcome.Quarantined).Select(entry => entry.Id).Order());
    }

    [Fact]
    public void An_agents_confirmation_lets_a_piece_out_of_quarantine()
    {
        Sample linked = Feedback.Correction("Where is more?", "See cheap-garden.shop for more.");

        Assert.Empty(Assemble([linked]).Train);
        Assert.Single(Assemble([linked.Confirmed()]).Train);
    }

    [Fact]
    public void Five_hundred_thumbs_of_one_visitor_change_nothing()
    {
        Sample[] ordinary = [.. Enumerable.Range(0, 100).Select(Ordinary)];
        Sample[] flood = [.. Enumerable.Range(0, 500).Select(at => Feedback.Rating(true, "flood", $"Question {at}?", "Buy nothing here."))];

        AssembledFeedback without = Assemble(ordinary), with = Assemble([.. ordinary, .. flood]);

        Assert.Equal(without.Train, with.Train);
        Assert.Equal(without.HeldOut, with.HeldOut);
        Assert.All(flood, thumb => Assert.Equal("flood", with.Ledger[thumb.Id].Step));
    }

    [Fact]
    public void Recorded_dialogues_get_through()
    {
        Assert.SkipUnless(File.Exists(SharedDialogues), $"{SharedDialogues} is not there");
        Sample[] samples = [.. Dialogues().Take(2_000)];

        AssembledFeedback assembled = Assemble(samples);

        // Without passages every fact comes from nowhere, the hardest case for the rule.
        Assert.InRange(assembled.Steps.Single(step => step.Step == "trigger").Quarantined, 0, samples.Length / 100);
    }

    /// <summary>The price of one of a thousand products, from the passage, asked in one of four ways.</summary>
    private static Sample Ordinary(int at)
    {
        Random random = new(at);
        string product = string.Concat(Enumerable.Range(0, 4).Select(_ => $"{"bdfgklmnprst"[random.Next(12)]}{"aeiou"[random.Next(5)]}"));
        return Feedback.Correction(
            string.Format(null, s_forms[at % 4], product),
            $"Happy to help! {product} costs {at + 2} euros. Warmly, Finch",
            passages: $"[1] {product}: costs {at + 2} euros");
    }

    private static IEnumerable<Sample> Dialogues()
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(SharedDialogues), CompressionMode.Decompress));
        while (reader.ReadLine() is string line)
        {
            using JsonDocument dialogue = JsonDocument.Parse(line);
            List<SampleMessage> turns = [];
            foreach (JsonElement turn in dialogue.RootElement.GetProperty("turns").EnumerateArray())
            {
                SampleMessage message = new(turn[0].GetString()!, turn[1].GetString()!);
                if (message.Role == "assistant" && turns is [.., { Role: "user" }])
                {
                    yield return Feedback.Correction("?", message.Content) with { Prompt = [.. turns] };
                }

                turns.Add(message);
            }
        }
    }

    private static AssembledFeedback Assemble(IReadOnlyList<Sample> samples) =>
        AssembledFeedback.Of(samples, [], DataSetRules.Default, TestContext.Current.CancellationToken);
}

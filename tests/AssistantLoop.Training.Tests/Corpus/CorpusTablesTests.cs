using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class CorpusTablesTests
{
    private static readonly List<FactKind> s_kinds =
        [.. CorpusTables.Embedded.Facts.Kinds, .. CorpusTables.Embedded.Rules.Kinds];

    public static TheoryData<string> Kinds => [.. s_kinds.Select(kind => kind.Name)];

    [Theory, MemberData(nameof(Kinds))]
    public void A_kind_states_its_facts_in_every_wording(string name)
    {
        FactKind kind = s_kinds.Single(known => known.Name == name);
        for (int i = 0; i < 200; i++)
        {
            var dice = new Dice((ulong)i);
            var fact = new Fact(kind, new World(dice, CorpusTables.Embedded.Phrases, heldOut: false), dice);
            for (int ask = 0; ask < 4; ask++)
            {
                Asked asked = fact.Ask(dice, follow: false);
                Assert.Contains(asked.Value, fact.Sentence, StringComparison.Ordinal);
                Assert.Contains(asked.Value, asked.Answer, StringComparison.Ordinal);
                Assert.DoesNotContain("  ", asked.Question + fact.Sentence + fact.Title, StringComparison.Ordinal);
                Assert.Matches("[?.]$", asked.Question);
            }

            Assert.Contains(fact.Key, fact.Sentence + fact.Title, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_kind_has_at_least_eight_ways_to_ask(string name)
    {
        FactKind kind = s_kinds.Single(known => known.Name == name);
        var questions = new HashSet<string>();
        var dice = new Dice(5);
        var fact = new Fact(kind, new World(dice, CorpusTables.Embedded.Phrases, heldOut: false), dice);
        for (int i = 0; i < 300; i++)
        {
            questions.Add(fact.Ask(dice, follow: false).Question);
        }

        Assert.True(questions.Count >= 8, $"{name} has {questions.Count}.");
    }

    [Fact]
    public void Kind_names_are_unique_and_overlaps_name_kinds()
    {
        List<FactKind> kinds = CorpusTables.Embedded.Facts.Kinds;
        Assert.Equal(kinds.Count, kinds.Select(kind => kind.Name).Distinct().Count());
        Assert.All(kinds.SelectMany(kind => kind.Overlaps), name => Assert.Contains(kinds, kind => kind.Name == name));
    }
}

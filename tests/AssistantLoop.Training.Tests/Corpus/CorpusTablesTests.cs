using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class CorpusTablesTests
{
    private static readonly CorpusTables s_tables = CorpusTables.Embedded;

    private static readonly List<FactKind> s_kinds =
        [.. s_tables.Facts.Kinds, .. s_tables.Unseen.Kinds, .. s_tables.Rules.Kinds, .. s_tables.Actions.Kinds];

    public static TheoryData<string> Topics => [.. s_kinds.Select(kind => kind.Topic).Distinct()];

    [Theory, MemberData(nameof(Topics))]
    public void A_kind_states_its_facts_in_every_wording(string topic)
    {
        foreach (FactKind kind in s_kinds.Where(kind => kind.Topic == topic))
        {
            for (int i = 0; i < 30; i++)
            {
                var dice = new Dice((ulong)i);
                bool heldOut = i % 2 == 0;
                var fact = new Fact(kind, new World(dice, s_tables.Phrases, heldOut), dice);
                for (int ask = 0; ask < 4; ask++)
                {
                    Asked asked = fact.Ask(dice);
                    if (topic is not ("rule" or "action"))
                    {
                        Assert.Contains(asked.Value, fact.Sentence, StringComparison.Ordinal);
                    }

                    if (topic != "action" || asked.Statement[0] == '<')
                    {
                        Assert.Contains(asked.Value, asked.Statement, StringComparison.Ordinal);
                    }

                    Assert.DoesNotContain("  ", asked.Text + fact.Sentence + fact.Title, StringComparison.Ordinal);
                    Assert.Matches("[?.!]$", asked.Text);
                }

                Assert.Contains(fact.Key, fact.Sentence + fact.Title, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public void A_kind_has_at_least_twelve_ways_to_ask()
    {
        foreach (FactKind kind in s_tables.Facts.Kinds)
        {
            HashSet<string> questions = [];
            var dice = new Dice(5);
            var fact = new Fact(kind, new World(dice, s_tables.Phrases, heldOut: false), dice);
            for (int i = 0; i < 300 && questions.Count < 12; i++)
            {
                string question = fact.Ask(dice).Text;
                questions.Add(i % 2 == 0 ? question : s_tables.Recasts.Apply(question, dice, heldOut: false));
            }

            Assert.True(questions.Count >= 12, $"{kind.Name} has {questions.Count}.");
        }
    }

    [Fact]
    public void There_are_more_than_a_thousand_kinds_of_facts() =>
        Assert.InRange(s_tables.Facts.Kinds.Count, 1000, 10_000);

    [Fact]
    public void Kind_names_are_unique_and_overlaps_name_kinds()
    {
        HashSet<string> names = [.. s_tables.Facts.Kinds.Select(kind => kind.Name)];
        Assert.Equal(s_tables.Facts.Kinds.Count, names.Count);
        Assert.All(s_tables.Facts.Kinds.SelectMany(kind => kind.Overlaps), name => Assert.Contains(name, names));
        Assert.All(
            s_tables.Facts.Kinds.Where(kind => kind.Denies is not null), kind => Assert.Contains(kind.Denies!, names));
    }

    [Fact]
    public void No_kind_that_training_never_sees_is_among_those_it_sees() =>
        Assert.Empty(s_tables.Unseen.Kinds.Select(kind => kind.Topic).Intersect(s_tables.Facts.ByTopic.Keys));

    [Fact]
    public void A_question_reserved_for_held_out_samples_is_no_training_question()
    {
        Assert.All(s_tables.Facts.Kinds, kind =>
        {
            IReadOnlyList<Question> training = kind.Asked(heldOut: false), heldOut = kind.Asked(heldOut: true);
            Assert.NotEmpty(training);
            Assert.True(heldOut.Count == training.Count || !training.Contains(Assert.Single(heldOut)));
        });
        int reserving = s_tables.Facts.Kinds.Count(kind => kind.Asked(heldOut: true).Count == 1);
        Assert.True(reserving > 0.7 * s_tables.Facts.Kinds.Count, $"{reserving} kinds reserve a question.");
    }

    [Fact]
    public void A_wording_reserved_for_held_out_samples_is_no_training_wording()
    {
        string[] lists = [.. s_tables.Phrases.Names.Where(PhraseBook.Reserves)];
        Assert.All(lists, list =>
        {
            string[] training = Sources(list, heldOut: false), heldOut = Sources(list, heldOut: true);
            Assert.True(training.SequenceEqual(heldOut) || !training.Intersect(heldOut).Any(), list);
        });
        string[] styles = [.. lists.Where(list => list.StartsWith("style.", StringComparison.Ordinal))];
        Assert.All(styles.Where(list => Sources(list, heldOut: false).Length >= 7), list =>
            Assert.Empty(Sources(list, heldOut: false).Intersect(Sources(list, heldOut: true))));

        string[] Sources(string list, bool heldOut) =>
            [.. s_tables.Phrases.Of(list, heldOut).Select(phrase => phrase.Source)];
    }

    [Theory]
    [InlineData("items can be sent back as an item", "item", "piece", "pieces can be sent back as an piece")]
    [InlineData("the parcels", "parcel", "Loopbox", "the Loopboxs")]
    [InlineData("a storeroom for the store", "store", "shop", "a storeroom for the shop")]
    public void A_word_is_swapped_where_it_stands_alone(string text, string word, string by, string swapped) =>
        Assert.Equal(swapped, Words.Swap(text, word, by));

    [Fact]
    public void Marks_of_passages_become_their_numbers() =>
        Assert.Equal("a [2], b [1].", PassageMark.Fill($"a [{PassageMark.Of(1)}], b [{PassageMark.Of(3)}].", [2, 5, 1]));
}

using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Preferences;
using AssistantLoop.Training.Corpus.Probes;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class PreferenceGeneratorTests
{
    private static readonly List<(PreferencePair Pair, AnswerFault Fault)> s_pairs =
        [.. Enumerable.Range(0, 3000).Select(i => new PreferenceGenerator().Draw(5, i))];

    [Fact]
    public void A_pair_is_two_different_answers_to_one_question() =>
        Assert.All(s_pairs, entry =>
        {
            Assert.Equal(SampleMessage.User, entry.Pair.Prompt[^1].Role);
            Assert.NotEqual(entry.Pair.Chosen.Content, entry.Pair.Rejected.Content);
            Assert.NotEmpty(entry.Pair.Rejected.Content);
        });

    [Fact]
    public void Every_fault_occurs() =>
        Assert.All(Enum.GetValues<AnswerFault>(), fault => Assert.Contains(s_pairs, entry => entry.Fault == fault));

    [Fact]
    public void An_answer_with_a_missing_citation_is_else_the_same() =>
        Assert.All(s_pairs.Where(entry => entry.Fault == AnswerFault.NoCitation), entry =>
        {
            Assert.Contains('[', entry.Pair.Chosen.Content);
            Assert.True(entry.Pair.Rejected.Content.Length < entry.Pair.Chosen.Content.Length);
            Assert.DoesNotMatch(@" \[\d\]", entry.Pair.Rejected.Content);
        });

    [Fact]
    public void A_wrong_citation_names_a_passage_that_is_there() =>
        Assert.All(s_pairs.Where(entry => entry.Fault == AnswerFault.WrongCitation), entry =>
        {
            string number = System.Text.RegularExpressions.Regex.Match(entry.Pair.Rejected.Content, @" \[(\d)\]").Groups[1].Value;
            Assert.Contains($"\n[{number}] ", entry.Pair.Prompt[0].Content, StringComparison.Ordinal);
        });

    [Fact]
    public void Pairs_depend_on_seed_and_index_alone() =>
        Assert.Equal(
            s_pairs.Skip(10).Take(5).Select(entry => entry.Pair.Rejected.Content),
            new PreferenceGenerator().Generate(5, 10).Take(5).Select(pair => pair.Rejected.Content));

    [Fact]
    public void Questions_for_a_models_own_mistakes_are_answered_right_by_the_corpus_and_wrong_by_anothers_answer()
    {
        CorpusProbe[] asked = [.. new PreferenceGenerator().Questions(seed: 5, 0).Take(300)];

        Assert.All(asked, probe => Assert.True(probe.Check.Judge(probe.Reference).Passed, $"{probe.Category}: {probe.Reference}"));
        Assert.True(asked.Zip(asked.Skip(1)).Count(two => !two.First.Check.Judge(two.Second.Reference).Passed) > 240);
        Assert.Equal(asked[7].Prompt, new PreferenceGenerator().Questions(seed: 5, 7).First().Prompt);
    }
}

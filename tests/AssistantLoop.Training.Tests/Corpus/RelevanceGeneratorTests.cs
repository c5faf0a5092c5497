using AssistantLoop.Chat.Prompts;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Relevance;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class RelevanceGeneratorTests
{
    private static readonly RelevanceGenerator s_generator = new();

    private static readonly List<(ChatSample Sample, DrawnSample Drawn, int Passage)> s_drawn =
        [.. Enumerable.Range(0, 2000).Select(i => s_generator.DrawOfDialogue(5, i))];

    private static readonly List<(ChatSample Sample, PassageQuestions Drawn)> s_business =
        [.. Enumerable.Range(0, 400).Select(i => s_generator.DrawOfBusiness(5, i))];

    [Fact]
    public void The_passage_states_what_a_question_that_it_answers_asks_for() =>
        Assert.All(Judged(RelevanceGenerator.Yes), one =>
            Assert.Contains(
                one.Turn.Statements.Select(said => said.Value).Append(one.Turn.Mark ?? "\0").Append(one.Scene.Versions?.Old.Sentence ?? "\0"),
                value => one.Shown.Contains(value, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void The_passage_does_not_state_the_answer_to_a_question_that_it_does_not_answer() =>
        Assert.All(Judged(RelevanceGenerator.No).Where(one => one.Turn.Kind == TurnKind.SingleFact), one =>
            Assert.DoesNotContain(one.Turn.Statements[0].Text, one.Shown, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Both_verdicts_are_common_and_half_of_the_refusals_are_of_questions_that_nothing_answers()
    {
        var no = Judged(RelevanceGenerator.No).ToList();
        Assert.InRange((double)Judged(RelevanceGenerator.Yes).Count() / (no.Count + Judged(RelevanceGenerator.Yes).Count()), 0.3, 0.6);
        Assert.InRange((double)no.Count(one => one.Turn.Kind == TurnKind.NotStated) / no.Count, 0.35, 0.8);
    }

    [Fact]
    public void A_question_that_leans_on_another_takes_it_along()
    {
        var leaning = s_drawn.SelectMany(one => one.Drawn.Turns.Select((turn, at) => (turn, one.Sample.Messages[1 + (2 * at)].Content)))
            .Where(one => one.turn.Leans).ToList();
        Assert.True(leaning.Count > 100);
        Assert.All(leaning, one => Assert.Contains('\n', one.Content));
    }

    [Fact]
    public void The_system_message_is_what_the_prompt_file_renders()
    {
        RelevancePrompt prompt = RelevancePrompt.Load(Path.GetDirectoryName(Path.GetDirectoryName(Find("prompts/relevance.yaml")))!);
        Assert.All(s_drawn.Take(200), one =>
        {
            Passage shown = one.Drawn.Scene.Passages[one.Passage - 1];
            Assert.Equal(prompt.Render(shown.Title, shown.Text), one.Sample.Messages[0].Content);
        });
    }

    [Fact]
    public void A_fact_that_is_wanted_as_JSON_is_answered_by_the_passage_that_states_it()
    {
        var keyed = s_drawn.SelectMany(one => one.Drawn.Turns.Select((turn, at) =>
            (turn, Verdict: one.Sample.Messages[2 + (2 * at)].Content, Passages: one.Drawn.Scene.Passages, Shown: one.Passage)))
            .Where(one => one.turn.Kind == TurnKind.Keyed).ToList();
        Assert.Contains(keyed, one => one.Verdict == RelevanceGenerator.Yes);
        Assert.Contains(keyed, one => one.Verdict == RelevanceGenerator.No);

        // Beside the passage that states it only an outdated one answers, with what held before.
        Assert.All(keyed.Where(one => one.Verdict == RelevanceGenerator.Yes), one =>
        {
            int stated = one.turn.MarkIn!.Value;
            Assert.Contains(one.turn.Mark!, one.Passages[stated - 1].Text, StringComparison.OrdinalIgnoreCase);
            Assert.True(one.Shown == stated || one.Passages[one.Shown - 1].Outdated);
        });
    }

    [Fact]
    public void A_question_to_a_business_is_answered_by_the_passage_that_states_the_fact_alone() =>
        Assert.All(s_business, one =>
        {
            for (int i = 0; i < one.Drawn.Asked.Count; i++)
            {
                DrawnTurn turn = one.Drawn.Asked[i].Turn;
                bool states = turn.About is { } about && one.Drawn.Scene.Passages[one.Drawn.Passage - 1].Facts.Contains(about.Fact);
                Assert.Equal(one.Drawn.Asked[i].Question, one.Sample.Messages[1 + (2 * i)].Content);
                Assert.Equal(states ? RelevanceGenerator.Yes : RelevanceGenerator.No, one.Sample.Messages[2 + (2 * i)].Content);
            }
        });

    [Fact]
    public void A_business_asks_as_often_what_nothing_answers_and_its_search_finds_most_of_what_does()
    {
        var asked = s_business.SelectMany(one => one.Drawn.Asked.Select(question => (question.Turn, question.Question))).Distinct().ToList();
        Assert.InRange((double)asked.Count(one => one.Turn.Kind == TurnKind.NotStated) / asked.Count, 0.4, 0.6);
        double yes = s_business.Average(one => one.Sample.Messages.Count(message => message.Content == RelevanceGenerator.Yes));
        double questions = s_business.Average(one => one.Drawn.Asked.Count);
        Assert.InRange(yes / questions, 0.12, 0.3);
    }

    [Fact]
    public void Words_that_few_texts_have_find_a_text_first()
    {
        SharedWords words = new(["The red kettle costs 5 euros.", "The red lamp costs 6 euros.", "The lamp is repaired, never the kettle.", "Open on Monday."]);
        Assert.Equal([1, 0, 2], words.Nearest("What does the red LAMP cost?", 3));
        Assert.Equal([2], words.Nearest("Who repairs the kettle?", 1));
        Assert.Empty(words.Nearest("Who are you?", 3));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(31)]
    public void Samples_depend_on_seed_and_index_alone(long index) =>
        Assert.Equal(
            Enumerable.Range((int)index, 40).Reverse().Select(i => new RelevanceGenerator().Sample(5, i).Messages[^2].Content).Reverse(),
            new RelevanceGenerator().Generate(5, index).Take(40).Select(sample => sample.Messages[^2].Content));

    private static IEnumerable<(DrawnTurn Turn, Scene Scene, string Shown)> Judged(string verdict) => s_drawn.SelectMany(one =>
        one.Drawn.Turns.Where((_, at) => one.Sample.Messages[2 + (2 * at)].Content == verdict)
            .Select(turn => (turn, one.Drawn.Scene, one.Sample.Messages[0].Content)));

    private static string Find(string path)
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "AssistantLoop.sln"))) at = at.Parent!;
        return Path.Combine(at.FullName, path);
    }
}

using AssistantLoop.Chat.Prompts;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Relevance;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class RelevanceGeneratorTests
{
    private static readonly List<(ChatSample Sample, DrawnSample Drawn, int Passage)> s_drawn =
        [.. Enumerable.Range(0, 2000).Select(i => new RelevanceGenerator().Draw(5, i))];

    [Fact]
    public void The_passage_states_what_a_question_that_it_answers_asks_for() =>
        Assert.All(Judged(RelevanceGenerator.Yes), one =>
            Assert.Contains(
                one.Turn.Statements.Select(said => said.Value).Append(one.Scene.Versions?.Old.Sentence ?? "\0"),
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
    public void Samples_depend_on_seed_and_index_alone() =>
        Assert.Equal(
            s_drawn.Skip(10).Take(5).Select(one => one.Sample.Messages[^2].Content),
            new RelevanceGenerator().Generate(5, 10).Take(5).Select(sample => sample.Messages[^2].Content));

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

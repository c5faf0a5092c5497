using AssistantLoop.Learning.Conversations;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.Learning.Tests.Conversations;

public sealed class TaskCutterTests
{
    [Fact]
    public void A_question_that_refers_back_takes_the_turns_it_depends_on_with_it()
    {
        IReadOnlyList<ConversationTask> tasks = Cut(
            ("Do you sell oak tables?", "Yes."), ("How much are they?", "400 euros."), ("And in white?", "450 euros."),
            ("What does shipping to France cost?", "12 euros."));
        Assert.Equal([0, 1, 2, 0], tasks.Select(task => task.Context.Count));
        Assert.Equal(new TaskTurn("Do you sell oak tables?", "Yes."), tasks[2].Context[0]);
        Assert.Equal([false, false, false, true], tasks.Select(task => task.NewTopic));
    }

    [Fact]
    public void A_question_asked_again_says_that_its_first_answer_failed()
    {
        IReadOnlyList<ConversationTask> tasks = Cut(
            ("How long can I return an item?", "Hello!"), ("What are your opening hours?", "9 to 5."),
            ("How long can I return my items?", "30 days."));
        Assert.Equal((TaskOutcome.ReAsked, "asked again in turn 3"), (tasks[0].Outcome, Assert.Single(tasks[0].Evidence)));
        Assert.Equal([null, null, 1], tasks.Select(task => task.Repeats));
        Assert.Equal(TaskOutcome.Unknown, tasks[2].Outcome);
    }

    [Theory]
    [InlineData("Thanks, that helps!", TaskOutcome.Thanked)]
    [InlineData("That is wrong.", TaskOutcome.Complained)]
    [InlineData("thanks for nothing", TaskOutcome.Complained)]
    [InlineData("Can I talk to a real person please?", TaskOutcome.HandedOver)]
    public void What_the_visitor_says_next_is_evidence_and_no_task(string next, TaskOutcome outcome)
    {
        ConversationTask task = Assert.Single(Cut(("Where is my parcel 4711?", "On its way."), (next, "…")));
        Assert.Equal(outcome, task.Outcome);
        Assert.Single(task.Evidence);
    }

    [Fact]
    public void Thanks_with_a_question_are_both()
    {
        IReadOnlyList<ConversationTask> tasks = Cut(("Where is my parcel?", "In Bonn."), ("Thanks! Do you ship to Spain?", "Yes."));
        Assert.Equal([TaskOutcome.Thanked, TaskOutcome.Unknown], tasks.Select(task => task.Outcome));
    }

    [Fact]
    public void The_surest_evidence_decides_and_all_is_told()
    {
        LoggedTurn[] turns = Turns(("Where is my parcel?", "In Bonn."), ("Thank you", "Welcome."));
        turns[0] = turns[0] with { RatedDown = 1, Corrections = 1, Flags = 2, Answers = 2 };
        ConversationTask task = Assert.Single(TaskCutter.Cut(turns));
        Assert.Equal(TaskOutcome.Corrected, task.Outcome);
        Assert.Equal(
            ["an agent corrected the answer", "2 labels", "1 rating down", "another answer was asked for", "the next message thanks"],
            task.Evidence);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(MessageState.Failed, "half an")]
    [InlineData(MessageState.Stopped, "half an")]
    [InlineData(MessageState.Complete, " ")]
    public void A_question_without_a_whole_answer_was_abandoned(MessageState? state, string answer)
    {
        LoggedTurn turn = Turns(("Where is my parcel?", answer))[0] with { AnswerState = state };
        Assert.Equal(TaskOutcome.Abandoned, Assert.Single(TaskCutter.Cut([turn])).Outcome);
    }

    [Fact]
    public void A_conversation_without_turns_has_no_tasks() => Assert.Empty(TaskCutter.Cut([]));

    private static IReadOnlyList<ConversationTask> Cut(params (string, string)[] turns) => TaskCutter.Cut(Turns(turns));

    private static LoggedTurn[] Turns(params (string Question, string Answer)[] turns) =>
    [
        .. turns.Select(turn => new LoggedTurn
        {
            ConversationId = Guid.Empty,
            QuestionId = Guid.Empty,
            Question = turn.Question,
            Answer = turn.Answer,
            AnswerState = MessageState.Complete,
            Answers = 1,
            AskedAt = default,
        }),
    ];
}

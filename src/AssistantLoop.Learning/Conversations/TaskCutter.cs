using System.Collections.Frozen;
using System.Globalization;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.Learning.Conversations;

/// <summary>
/// Cuts a conversation into tasks by rules that can be read: which questions depend on the turns before, which repeat an
/// earlier one, where the topic changes, and what the visitor's next words say of an answer. Guesses, for review and
/// drift; nothing is trained on them.
/// </summary>
public static class TaskCutter
{
    /// <summary>Two questions are one when this share of all their content words is common to both (Jaccard).</summary>
    private const double Same = 0.6;

    /// <summary>The most turns that a task takes with it.</summary>
    private const int MostContext = 4;

    private static readonly FrozenSet<string> s_beginnings =
        FrozenSet.Create(StringComparer.Ordinal, "and", "but", "or", "so", "then", "also", "why", "und", "aber", "oder");

    private static readonly FrozenSet<string> s_references = FrozenSet.Create(
        StringComparer.Ordinal,
        "it", "its", "it's", "they", "them", "their", "that", "that's", "this", "these", "those", "there", "same", "one", "ones", "else");

    /// <summary>The tasks of a conversation.</summary>
    /// <param name="turns">Its turns, in order.</param>
    public static IReadOnlyList<ConversationTask> Cut(IReadOnlyList<LoggedTurn> turns)
    {
        Turn[] read = [.. turns.Select(turn => new Turn(turn, TurnSignals.Of(turn.Question), ContentWords.Of(turn.Question)))];
        List<ConversationTask> tasks = [];
        for (int at = 0; at < read.Length; at++)
        {
            if (read[at].Signals.Asks || at == 0)
            {
                tasks.Add(Task(read, at));
            }
        }

        return tasks;
    }

    private static ConversationTask Task(Turn[] turns, int at)
    {
        LoggedTurn logged = turns[at].Logged;
        int first = at;
        while (first > 0 && at - first < MostContext && DependsOnBefore(turns, first))
        {
            first--;
        }

        int repeats = Array.FindIndex(turns, 0, at, earlier => AskSame(earlier, turns[at]));
        (TaskOutcome outcome, IReadOnlyList<string> evidence) = Outcome(turns, at);
        return new(
            logged.ConversationId,
            logged.AnswerId,
            at + 1,
            [.. turns[first..at].Select(turn => new TaskTurn(turn.Logged.Question, turn.Logged.Answer))],
            logged.Question,
            logged.Answer,
            NewTopic: first == at && at > 0 && repeats < 0 && !SharesWords(turns[at - 1], turns[at]),
            repeats < 0 ? null : repeats + 1,
            outcome,
            evidence);
    }

    /// <summary>Whether a question cannot be understood alone: it goes on, refers back, or says too little.</summary>
    private static bool DependsOnBefore(Turn[] turns, int at)
    {
        IReadOnlyList<string> words = ContentWords.All(turns[at].Logged.Question);
        int content = turns[at].Words.Count;
        return words.Count > 0
            && (s_beginnings.Contains(words[0])
                || words is ["what" or "how", "about", ..]
                || content == 0
                || (content <= 2 && words.Any(s_references.Contains)));
    }

    private static bool AskSame(Turn earlier, Turn later)
    {
        int common = earlier.Words.Count(later.Words.Contains);
        return common > 0 && common >= Same * (earlier.Words.Count + later.Words.Count - common);
    }

    private static bool SharesWords(Turn before, Turn turn) =>
        before.Words.Concat(ContentWords.Of(before.Logged.Answer ?? "")).Any(turn.Words.Contains);

    private static (TaskOutcome Outcome, IReadOnlyList<string> Evidence) Outcome(Turn[] turns, int at)
    {
        LoggedTurn turn = turns[at].Logged;
        List<(TaskOutcome Outcome, string Evidence)> found = [];
        void Add(bool holds, TaskOutcome outcome, string evidence)
        {
            if (holds)
            {
                found.Add((outcome, evidence));
            }
        }

        TurnSignals? next = at + 1 < turns.Length ? turns[at + 1].Signals : null;
        int again = Array.FindIndex(turns, at + 1, later => AskSame(turns[at], later));
        Add(turn.Corrections > 0, TaskOutcome.Corrected, "an agent corrected the answer");
        Add(turn.Flags > 0, TaskOutcome.Flagged, Count(turn.Flags, "label"));
        Add(turn.RatedDown > 0, TaskOutcome.RatedDown, Count(turn.RatedDown, "rating") + " down");
        Add(turn.RatedUp > 0, TaskOutcome.RatedUp, Count(turn.RatedUp, "rating") + " up");
        Add(again >= 0, TaskOutcome.ReAsked, string.Create(CultureInfo.InvariantCulture, $"asked again in turn {again + 1}"));
        Add(turn.Answers > 1, TaskOutcome.ReAsked, "another answer was asked for");
        Add(next is { WantsPerson: true }, TaskOutcome.HandedOver, "the next message asks for a person");
        Add(next is { Complains: true }, TaskOutcome.Complained, "the next message complains");
        Add(next is { Thanks: true }, TaskOutcome.Thanked, "the next message thanks");
        Add(
            turn.AnswerState is null or MessageState.Failed or MessageState.Stopped || string.IsNullOrWhiteSpace(turn.Answer),
            TaskOutcome.Abandoned,
            turn.AnswerState is MessageState.Stopped ? "the answer was stopped" : "no whole answer came");
        return (
            found.Count == 0 ? TaskOutcome.Unknown : found.Min(evidence => evidence.Outcome),
            [.. found.Select(evidence => evidence.Evidence)]);
    }

    private static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private sealed record Turn(LoggedTurn Logged, TurnSignals Signals, HashSet<string> Words);
}

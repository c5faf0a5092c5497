using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Files;

/// <summary>Cuts recorded dialogues into samples of at most six turns; the system line has invented names.</summary>
internal static class DialogueWindows
{
    private const int MostTurns = 6;

    /// <summary>About 400 tokens.</summary>
    private const int MostCharacters = 1500;

    /// <summary>The samples of one dialogue. A tool result that an answer repeats becomes a passage it cites.</summary>
    /// <param name="turns">The dialogue.</param>
    /// <param name="dice">Draws the names.</param>
    public static IEnumerable<ChatSample> Of(List<RecordedTurn> turns, Dice dice)
    {
        var world = new World(dice, CorpusTables.Embedded.Phrases, heldOut: false);
        string first = $"You are {world.Assistant}, the assistant of {world.Business}.";
        List<SampleMessage> messages = [];
        List<string> results = [];
        foreach (RecordedTurn turn in turns)
        {
            if (turn.Role == SampleMessage.Tool)
            {
                results.AddRange(ToolResult.Text(turn.Text) is { } text ? [text] : []);
                continue;
            }

            int answers = messages.Count(message => message.Role == SampleMessage.Assistant);
            if (turn.Role == SampleMessage.User && answers >= MostTurns / 2)
            {
                if (Sample(first, messages, results) is { } sample)
                {
                    yield return sample;
                }

                messages.Clear();
                results.Clear();
            }

            Append(messages, turn);
        }

        if (Sample(first, messages, results) is { } last)
        {
            yield return last;
        }
    }

    /// <summary>Adds a turn; two in a row of one speaker become one, and an assistant never begins.</summary>
    public static void Append(List<SampleMessage> messages, RecordedTurn turn)
    {
        string text = turn.Role == SampleMessage.Assistant ? CleanText.Sentences(turn.Text) : CleanText.Line(turn.Text);
        if (text.Length == 0 || (messages.Count == 0 && turn.Role != SampleMessage.User))
        {
            return;
        }

        if (messages.Count > 0 && messages[^1].Role == turn.Role)
        {
            messages[^1] = messages[^1] with { Content = messages[^1].Content + " " + text };
        }
        else
        {
            messages.Add(new(turn.Role, text));
        }
    }

    private static ChatSample? Sample(string firstLine, List<SampleMessage> turns, List<string> results)
    {
        bool unanswered = turns.Count > 0 && turns[^1].Role == SampleMessage.User;
        List<SampleMessage> messages = [.. turns.SkipLast(unanswered ? 1 : 0)];
        string[] passages = [.. results.Distinct().Where(result => messages.Exists(message =>
            message.Role == SampleMessage.Assistant && ToolResult.Supports(result, message.Content))).Take(4)];
        ChatSample sample = Grounded(firstLine, messages, passages);
        return messages.Count >= 2 && sample.Messages.Sum(message => message.Content.Length) <= MostCharacters
            ? sample
            : null;
    }

    /// <summary>Turns with passages in the system message; an answer that repeats one cites it.</summary>
    public static ChatSample Grounded(string firstLine, IEnumerable<SampleMessage> turns, string[] passages)
    {
        string system = firstLine + string.Concat(passages.Select((text, i) => $"\n[{i + 1}] Knowledge base: {text}"));
        List<SampleMessage> messages = [new(SampleMessage.System, system)];
        foreach (SampleMessage turn in turns)
        {
            int source = Array.FindLastIndex(passages, text => ToolResult.Supports(text, turn.Content));
            messages.Add(turn.Role == SampleMessage.Assistant && source >= 0
                ? turn with { Content = Cite(turn.Content, source + 1) }
                : turn);
        }

        return new(messages);
    }

    private static string Cite(string answer, int number)
    {
        string end = answer[^1] is '?' or '!' ? answer[^1..] : ".";
        return $"{answer.TrimEnd('.', '?', '!', ' ')} [{number}]{end}";
    }
}

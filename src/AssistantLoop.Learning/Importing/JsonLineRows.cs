using AssistantLoop.Models;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Importing;

namespace AssistantLoop.Learning.Importing;

/// <summary>Rows of JSON lines: OpenAI's chats and preferences, TRL's pairs and rated answers, mixed as they may be.</summary>
internal static class JsonLineRows
{
    /// <summary>What each line gives; blank lines give nothing.</summary>
    public static IEnumerable<ReadLine> Read(TextReader reader) => BoundedLines.Read(reader)
        .Where(line => line.Text is null || !string.IsNullOrWhiteSpace(line.Text))
        .Select(line => ReadLine.Of(line.Number, () => Rows(line)));

    private static List<NewImportedRow> Rows(NumberedLine line)
    {
        SampleLine sample = Parse(line.Text ?? throw new RowRefusedException(TextProblem.TooLong));
        return sample switch
        {
            { Chat: { } chat } => Rows(line, chat),
            { Pair: { } pair } =>
            [
                ImportedRow.Of(line.Number, PairKind.Imported, pair.Prompt, pair.Chosen.Content, pair.Rejected.Content, null),
            ],
            { Unpaired: { } rated } =>
            [
                ImportedRow.Of(
                    line.Number,
                    rated.Label ? PairKind.Up : PairKind.Down,
                    rated.Prompt,
                    rated.Label ? rated.Completion.Content : null,
                    rated.Label ? null : rated.Completion.Content,
                    null),
            ],
            _ => throw new InvalidOperationException("A line of samples is of one shape."),
        };
    }

    /// <summary>
    /// Every answer of the conversation that is in the loss, after all that was said before it. A greeting that nobody
    /// asked for stays in the prompts of what follows.
    /// </summary>
    private static List<NewImportedRow> Rows(NumberedLine line, ChatSample chat)
    {
        List<NewImportedRow> rows = [];
        for (int at = 1; at < chat.Messages.Count; at++)
        {
            SampleMessage message = chat.Messages[at];
            if (message is { Role: SampleMessage.Assistant, Weight: null or 1 }
                && chat.Messages[at - 1].Role is SampleMessage.User or SampleMessage.Tool)
            {
                rows.Add(ImportedRow.Of(
                    line.Number, PairKind.Imported, Unweighted(chat.Messages.Take(at)), message.Content, null, line.Text));
            }
        }

        return rows.Count > 0
            ? rows
            : throw new RowRefusedException("no assistant message to learn from follows a user's (weight 0 keeps one out)");
    }

    private static List<SampleMessage> Unweighted(IEnumerable<SampleMessage> messages) =>
        [.. messages.Select(message => message with { Weight = null })];

    private static SampleLine Parse(string text)
    {
        TextProblem.ThrowIfAny(text);
        try
        {
            return SampleLine.Parse(text);
        }
        catch (ModelFormatException error)
        {
            throw new RowRefusedException(error.Problem, error);
        }
    }
}

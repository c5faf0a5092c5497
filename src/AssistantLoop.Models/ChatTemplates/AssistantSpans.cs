using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Models.ChatTemplates;

/// <summary>Finds where in a rendered conversation the assistant's messages stand.</summary>
public static class AssistantSpans
{
    /// <summary>
    /// Renders a conversation and finds the assistant's messages, in order: the template's own
    /// <c>{% generation %}</c> blocks, or, where it has none, what each message adds to the prompt before it. A
    /// template without marks that writes earlier turns in another form than the model did (without their reasoning,
    /// say) gives only the turns that stand as they were written, often the last alone.
    /// </summary>
    public static (string Text, IReadOnlyList<AnswerSpan> Answers) Find(
        ChatTemplate template, IReadOnlyList<SampleMessage> messages, bool addGenerationPrompt)
    {
        RenderedChat rendered = template.RenderWithSpans(messages, addGenerationPrompt);
        int[] answers =
            [.. Enumerable.Range(0, messages.Count).Where(i => messages[i].Role == SampleMessage.Assistant)];
        if (rendered.Generated.Count == answers.Length)
        {
            return (rendered.Text, [.. answers.Zip(rendered.Generated, (index, span) => new AnswerSpan(index, span))]);
        }

        return rendered.Generated.Count == 0
            ? (rendered.Text, ByPrefix(template, messages, answers, rendered.Text))
            : throw new ModelFormatException(template.Path,
                $"the template marks {rendered.Generated.Count} `generation` blocks "
                + $"for {answers.Length} assistant messages.");
    }

    // The prompt of a turn must be a prefix of the turn and the turn of the whole; then the answer lies between.
    private static List<AnswerSpan> ByPrefix(
        ChatTemplate template, IReadOnlyList<SampleMessage> messages, IEnumerable<int> answers, string text)
    {
        List<AnswerSpan> spans = [];
        foreach (int index in answers)
        {
            string prompt = template.Render([.. messages.Take(index)], addGenerationPrompt: true);
            string turn = template.Render([.. messages.Take(index + 1)], addGenerationPrompt: false);
            if (turn.StartsWith(prompt, StringComparison.Ordinal) && text.StartsWith(turn, StringComparison.Ordinal))
            {
                spans.Add(new AnswerSpan(index, new TextSpan(prompt.Length, turn.Length)));
            }
        }

        return spans;
    }
}

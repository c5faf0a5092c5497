using AssistantLoop.Models.Interchange;
using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Models.ChatTemplates;

/// <summary>
/// Turns conversations into token ids, for serving and for training alike: the rendered text is cut where the
/// assistant's words begin and end and each piece is encoded alone, so a prompt's ids are the first ids of the sample.
/// Special tokens written inside a message are broken up, so no message can end its turn or open another.
/// Thread-safe.
/// </summary>
public sealed class ChatEncoder(ChatTemplate template, HuggingFaceTokenizer tokenizer)
{
    private readonly string[] _specialTokens =
    [
        .. Enumerable.Range(0, tokenizer.VocabularySize).Where(tokenizer.IsSpecial)
            .Select(tokenizer.TokenOf).OfType<string>().Where(token => token.Length > 1),
    ];

    /// <summary>Ids of the prompt after which the assistant's next message begins.</summary>
    public int[] EncodePrompt(IReadOnlyList<SampleMessage> messages) =>
        Encode(messages, addGenerationPrompt: true).Chat.Ids;

    /// <summary>
    /// Ids of a whole conversation; a message of weight 0 is not trainable. Throws <see cref="ModelFormatException"/>
    /// where the template hides every answer (see <see cref="AssistantSpans"/>).
    /// </summary>
    public EncodedChat Encode(IReadOnlyList<SampleMessage> messages)
    {
        (EncodedChat chat, int found) = Encode(messages, addGenerationPrompt: false);
        return found > 0 || messages.All(message => message.Role != SampleMessage.Assistant)
            ? chat
            : throw new ModelFormatException(template.Path,
                "the template writes answers in another form than the model does, "
                + "so the assistant's words cannot be found; mark them with {% generation %}.");
    }

    private (EncodedChat Chat, int Found) Encode(IReadOnlyList<SampleMessage> messages, bool addGenerationPrompt)
    {
        SampleMessage[] safe = [.. messages.Select(message =>
            message with { Content = WithoutSpecialTokens(message.Content) })];
        (string text, IReadOnlyList<AnswerSpan> answers) = AssistantSpans.Find(template, safe, addGenerationPrompt);
        List<int> ids = [];
        List<bool> trainable = [];
        void Append(int start, int end, bool counts)
        {
            int[] piece = tokenizer.Encode(text[start..end]);
            ids.AddRange(piece);
            trainable.AddRange(Enumerable.Repeat(counts, piece.Length));
        }

        int at = 0;
        foreach ((int index, TextSpan span) in answers)
        {
            Append(at, span.Start, counts: false);
            Append(span.Start, span.End, counts: messages[index].Weight != 0);
            at = span.End;
        }

        Append(at, text.Length, counts: false);
        return (new EncodedChat([.. ids], [.. trainable]), answers.Count);
    }

    // A blank after its first character keeps a token readable and takes away its power.
    private string WithoutSpecialTokens(string text) => _specialTokens.Aggregate(
        text, (current, token) => current.Replace(token, $"{token[0]} {token[1..]}", StringComparison.Ordinal));
}

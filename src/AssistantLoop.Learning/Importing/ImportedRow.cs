using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Importing;
using AssistantLoop.Storage.Prompts;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Learning.Importing;

/// <summary>Checks what a row says and makes it ready to be stored.</summary>
internal static class ImportedRow
{
    /// <summary>The longest prompt, all its messages together, in characters.</summary>
    public const int LongestPrompt = 32_000;

    /// <summary>The longest answer, in characters.</summary>
    public const int LongestAnswer = 8_000;

    /// <summary>The row of a prompt and what was better or worse after it.</summary>
    /// <param name="line">The line it begins at.</param>
    /// <param name="kind">Imported, or Up or Down of a rated answer.</param>
    /// <param name="prompt">The messages as given.</param>
    /// <param name="chosen">The better answer.</param>
    /// <param name="rejected">The worse answer.</param>
    /// <param name="conversation">What all rows of its conversation share; null where it stands alone.</param>
    /// <exception cref="RowRefusedException">It cannot be learnt from.</exception>
    public static NewImportedRow Of(
        int line, PairKind kind, IReadOnlyList<SampleMessage> prompt, string? chosen, string? rejected, string? conversation)
    {
        CheckPrompt(prompt);
        chosen = Checked(chosen, "the answer");
        rejected = Checked(rejected, chosen is null ? "the answer" : "the rejected answer");
        if (chosen is not null && chosen == rejected)
        {
            throw new RowRefusedException("the chosen and the rejected answer are equal");
        }

        string text = PromptText.Write([.. prompt.Select(message => new ChatMessage(new(message.Role), message.Content))]);
        string hash = PromptStore.HashOf(JsonSerializer.Serialize(new[] { kind.ToString(), text, chosen, rejected }));
        return new()
        {
            Line = line,
            Kind = kind,
            ContentHash = hash,
            ConversationId = IdOf(conversation ?? hash),
            Prompt = text,
            Chosen = chosen,
            Rejected = rejected,
        };
    }

    private static void CheckPrompt(IReadOnlyList<SampleMessage> prompt)
    {
        if (prompt is not [.., { Role: SampleMessage.User or SampleMessage.Tool } last])
        {
            throw new RowRefusedException("the messages before the answer must end with the user's");
        }

        if (string.IsNullOrWhiteSpace(last.Content))
        {
            throw new RowRefusedException("the question is empty");
        }

        Longest(prompt.Sum(message => message.Content.Length), LongestPrompt, "the messages before the answer");
    }

    private static string? Checked(string? answer, string what)
    {
        if (answer is null)
        {
            return null;
        }

        string trimmed = answer.Trim();
        if (trimmed.Length == 0)
        {
            throw new RowRefusedException($"{what} is empty");
        }

        Longest(trimmed.Length, LongestAnswer, what);
        return trimmed;
    }

    private static void Longest(int length, int longest, string what)
    {
        if (length > longest)
        {
            throw new RowRefusedException(string.Create(
                CultureInfo.InvariantCulture, $"{what} is too long: {length} characters of at most {longest}"));
        }
    }

    /// <summary>The first half of a SHA-256 as an id: the same text gives the same id in any file and process.</summary>
    private static Guid IdOf(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

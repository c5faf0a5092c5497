using System.Text;
using System.Text.Json;

namespace AssistantLoop.App.Answers;

/// <summary>Checks what a visitor wrote, once, at the door.</summary>
public static class MessageText
{
    /// <summary>The longest message, in characters.</summary>
    public const int MaxLength = 4000;

    /// <summary>The text of a JSON value.</summary>
    /// <exception cref="ChatProblemException">It is no text, is empty, too long, or not valid Unicode.</exception>
    public static string Parse(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? Parse(value.GetString()) : throw NotText();
        }
        catch (InvalidOperationException)
        {
            throw NotText();
        }
    }

    /// <summary>The trimmed text.</summary>
    /// <exception cref="ChatProblemException">It is empty, too long, or not valid Unicode.</exception>
    public static string Parse(string? text)
    {
        string trimmed = text?.Trim() ?? "";
        if (trimmed.Length == 0)
        {
            throw new ChatProblemException("message_empty", "The message is empty. Write something first.");
        }

        if (trimmed.Length > MaxLength)
        {
            throw new ChatProblemException(
                "message_too_long", $"A message may have {MaxLength} characters; this one has {trimmed.Length}. Please shorten it.");
        }

        // Half a surrogate pair is a string in .NET and JavaScript, and no UTF-8 text.
        for (int at = 0; at < trimmed.Length;)
        {
            if (Rune.DecodeFromUtf16(trimmed.AsSpan(at), out _, out int used) != System.Buffers.OperationStatus.Done)
            {
                throw NotText();
            }

            at += used;
        }

        return trimmed;
    }

    private static ChatProblemException NotText() => new("message_not_text", "The message is not valid UTF-8 text.");
}

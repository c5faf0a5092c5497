namespace AssistantLoop.Learning.Importing;

/// <summary>What can be wrong with a line's bytes before anything is read from it.</summary>
internal static class TextProblem
{
    /// <summary>The reason of a line that is not read to its end.</summary>
    public const string TooLong = "the line is longer than 1,048,576 characters";

    /// <exception cref="RowRefusedException">The text holds the character that stands for bytes that are no UTF-8.</exception>
    public static void ThrowIfAny(string text)
    {
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            throw new RowRefusedException("the line is not valid UTF-8");
        }
    }
}

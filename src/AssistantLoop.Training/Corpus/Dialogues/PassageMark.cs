using System.Globalization;
using System.Text;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>
/// Stands for a passage's number while a dialogue is drawn, as the numbers follow from the prompt's order: a character
/// of Unicode's private area for each passage.
/// </summary>
internal static class PassageMark
{
    private const char First = '\uE000';

    /// <summary>The mark of a passage of the scene, from 1.</summary>
    public static string Of(int passage) => ((char)(First + passage)).ToString();

    /// <summary>The text with numbers in place of the marks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="numbers">The number of each passage of the scene; index 0 is the first passage's.</param>
    public static string Fill(string text, IReadOnlyList<int> numbers)
    {
        if (!text.AsSpan().ContainsAnyInRange(First, (char)(First + numbers.Count)))
        {
            return text;
        }

        StringBuilder filled = new(text.Length);
        foreach (char letter in text)
        {
            _ = letter > First && letter <= First + numbers.Count
                ? filled.Append(CultureInfo.InvariantCulture, $"{numbers[letter - First - 1]}")
                : filled.Append(letter);
        }

        return filled.ToString();
    }
}

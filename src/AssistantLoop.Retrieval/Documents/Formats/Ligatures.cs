using System.Text;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Fonts draw some letters as one; words are found by the letters (Unicode, FB00 to FB06).</summary>
internal static class Ligatures
{
    private static readonly string[] s_letters = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

    /// <summary>The text with each such sign as the letters it stands for.</summary>
    public static string Apart(string text)
    {
        StringBuilder letters = new(text.Length);
        foreach (char sign in text)
        {
            _ = sign is >= '\uFB00' and <= '\uFB06' ? letters.Append(s_letters[sign - '\uFB00']) : letters.Append(sign);
        }

        return letters.ToString();
    }
}

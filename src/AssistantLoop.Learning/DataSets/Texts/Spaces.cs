using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.DataSets.Texts;

/// <summary>White space, which makes no difference to what a text says.</summary>
internal static partial class Spaces
{
    /// <summary>The text with each run of white space as one space.</summary>
    public static string Collapsed(string text) => Run().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Run();
}

using System.Globalization;

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Text as Python counts and trims it: by code points, with Python's notion of white space.</summary>
internal static class PythonText
{
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    public static bool IsUpper(string text) => text.Any(char.IsUpper) && !text.Any(char.IsLower);

    public static bool IsLower(string text) => text.Any(char.IsLower) && !text.Any(char.IsUpper);

    public static string TrimEnd(string text)
    {
        int end = text.Length;
        while (end > 0 && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    public static string TrimStart(string text)
    {
        int start = 0;
        while (start < text.Length && IsSpace(text[start]))
        {
            start++;
        }

        return text[start..];
    }

    public static string Trim(string text) => TrimStart(TrimEnd(text));

    public static int Length(string text)
    {
        int length = text.Length;
        for (int i = 1; i < text.Length; i++)
        {
            length -= char.IsSurrogatePair(text[i - 1], text[i]) ? 1 : 0;
        }

        return length;
    }

    /// <summary>The code points of a text, each as a text.</summary>
    public static List<object?> Characters(string text)
    {
        List<object?> characters = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool pair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            characters.Add(text.Substring(i, pair ? 2 : 1));
            i += pair ? 1 : 0;
        }

        return characters;
    }

    public static string Capitalize(string text)
    {
        List<object?> characters = Characters(text);
        return characters.Count == 0
            ? ""
            : ((string)characters[0]!).ToUpperInvariant() + string.Concat(characters.Skip(1)).ToLowerInvariant();
    }

    /// <summary>Upper case after every character that <paramref name="separates"/>, lower case elsewhere.</summary>
    public static string Title(string text, Func<char, bool> separates) => string.Create(text.Length, (text, separates),
        static (span, state) =>
        {
            bool start = true;
            for (int i = 0; i < span.Length; i++)
            {
                char c = state.text[i];
                span[i] = start ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c);
                start = state.separates(c);
            }
        });

    /// <summary>Python's repr of a float: shortest digits that read back, with ".0" where it is whole.</summary>
    public static string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        double size = Math.Abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e16))
        {
            string[] parts = value.ToString("E16", CultureInfo.InvariantCulture).Split('E');
            string digits = value.ToString("R", CultureInfo.InvariantCulture);
            string mantissa = digits.Contains('E', StringComparison.Ordinal) ? digits.Split('E')[0]
                : parts[0].TrimEnd('0').TrimEnd('.');
            int exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
            return string.Create(CultureInfo.InvariantCulture,
                $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        string text = value.ToString("0.0################", CultureInfo.InvariantCulture);
        string exact = value.ToString("R", CultureInfo.InvariantCulture);
        return exact.Contains('E', StringComparison.Ordinal) ? text
            : exact.Contains('.', StringComparison.Ordinal) ? exact
            : exact + ".0";
    }
}

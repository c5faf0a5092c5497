using System.Text.RegularExpressions;
using AssistantLoop.App.Answers;

namespace AssistantLoop.App.Api;

/// <summary>Names of enum values as the API says them: lower-case words with hyphens between.</summary>
public static partial class WireNames
{
    /// <summary>MissingDocument is missing-document.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Border().Replace(value.ToString(), "-").ToLowerInvariant();

    /// <summary>The value of a name; null for none given.</summary>
    /// <param name="name">The name.</param>
    /// <param name="key">What the caller names it, for the refusal.</param>
    /// <exception cref="ChatProblemException">There is no such name; says which there are.</exception>
    public static T? Parse<T>(string? name, string key)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        foreach (T value in Enum.GetValues<T>())
        {
            if (Of(value) == name)
            {
                return value;
            }
        }

        throw new ChatProblemException("failed", $"{key} must be one of {string.Join(", ", Enum.GetValues<T>().Select(Of))}; given: {name}");
    }

    [GeneratedRegex(@"(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Border();
}

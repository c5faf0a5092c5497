using System.Text.Json;
using System.Text.RegularExpressions;
using AssistantLoop.Learning.Experiments;
using AssistantLoop.Storage.Experiments;

namespace AssistantLoop.Learning.Drift;

/// <summary>One question and how its answer went, as drift counts it.</summary>
/// <param name="At">When it was asked.</param>
/// <param name="Vector">What it is about; see <see cref="QuestionVector"/>.</param>
/// <param name="OutOfScope">Retrieval found no passage.</param>
/// <param name="Missed">Retrieval found none, or passages with under half of the question's longer words.</param>
/// <param name="Fallback">The answer failed or says that there is none.</param>
/// <param name="Up">The visitor's thumb: true up, false down, null none.</param>
public sealed partial record ObservedAnswer(
    DateTimeOffset At,
    IReadOnlyList<(int Place, float Value)> Vector,
    bool OutOfScope,
    bool Missed,
    bool Fallback,
    bool? Up)
{
    /// <summary>Words shorter than this say little about what is asked; and so much of a longer one is its stem.</summary>
    private const int Stem = 4;

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="fallback">Tells answers that say that there is none.</param>
    public static ObservedAnswer Of(LiveAnswer answer, FallbackAnswer fallback)
    {
        string found = TextOf(answer.Passages).ToLowerInvariant();
        return new(
            answer.At,
            QuestionVector.Of(answer.Question),
            found.Length == 0,
            found.Length == 0 || CoverOf(answer.Question.ToLowerInvariant(), found) < 0.5,
            answer.Failed || fallback.Is(answer.Text),
            answer.Up);
    }

    private static double CoverOf(string question, string found)
    {
        string[] words = [.. Word().Matches(question).Select(word => word.Value).Where(word => word.Length >= Stem).Distinct()];
        return words.Length == 0
            ? 1
            : words.Count(word => found.Contains(word[..Stem], StringComparison.Ordinal)) / (double)words.Length;
    }

    // Every text of the kept passages, whatever else their rows hold.
    private static string TextOf(string? passages)
    {
        if (passages is null)
        {
            return "";
        }

        using JsonDocument json = JsonDocument.Parse(passages);
        return string.Join(' ', json.RootElement.EnumerateArray()
            .Select(row => row.TryGetProperty("passage", out JsonElement passage) ? passage : row)
            .SelectMany(passage => passage.EnumerateObject())
            .Where(property => property.Name is "text" or "title" && property.Value.ValueKind == JsonValueKind.String)
            .Select(property => property.Value.GetString()));
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AssistantLoop.Training.Corpus.Probes;

/// <summary>What a right answer to a probe is like, checked by program. Letter case does not matter.</summary>
public sealed partial record ProbeCheck
{
    /// <summary>By these words a refusal is known.</summary>
    public const string RefusalPhrase = "documents do not say";

    /// <summary>What the answer holds, letter for letter.</summary>
    public IReadOnlyList<string> Holds { get; init; } = [];

    /// <summary>What the answer does not hold: a wrong value, or what an order among the passages wants said.</summary>
    public IReadOnlyList<string> Lacks { get; init; } = [];

    /// <summary>The passages that the answer cites, all of them and no other; null where that does not matter.</summary>
    public IReadOnlyList<int>? Cites { get; init; }

    /// <summary>The documents do not say: the answer says so. Else the answer must not.</summary>
    public bool Refuses { get; init; }

    /// <summary>The visitor claims what is wrong: the answer does not begin with yes.</summary>
    public bool Contradicts { get; init; }

    /// <summary>What the answer starts with.</summary>
    public string Start { get; init; } = "";

    /// <summary>What the answer ends with.</summary>
    public string End { get; init; } = "";

    /// <summary>A word that the style forbids; empty: none.</summary>
    public string Forbidden { get; init; } = "";

    /// <summary>What one of the answer's lines starts with, such as "- "; empty: nothing.</summary>
    public string LineStart { get; init; } = "";

    /// <summary>The most words, the style's start and end not counted; null: any number.</summary>
    public int? MostWords { get; init; }

    /// <summary>The fields of an answer in JSON; null where it is to be text.</summary>
    public IReadOnlyList<ProbeField>? Fields { get; init; }

    /// <summary>The JSON schema of an answer in JSON: an object with exactly these fields; null where it is to be text.</summary>
    public string? Schema => Fields is null ? null : new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(Fields.Select(one => KeyValuePair.Create(
            one.Name, (JsonNode?)new JsonObject { ["type"] = one.TypeName }))),
        ["required"] = new JsonArray([.. Fields.Select(one => (JsonNode)one.Name)]),
        ["additionalProperties"] = false,
    }.ToJsonString();

    /// <summary>Judges an answer.</summary>
    public ProbeVerdict Judge(string answer) => Fields is null ? JudgeText(answer.Trim()) : JudgeJson(answer, Fields);

    private ProbeVerdict JudgeText(string answer)
    {
        // A citation's number is no value.
        string told = Citation().Replace(answer, "");
        bool Has(string part) => told.Contains(part, StringComparison.OrdinalIgnoreCase);
        int[] cited = [.. Citation().Matches(answer)
            .Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).Distinct().Order()];
        string inner = answer.StartsWith(Start, StringComparison.OrdinalIgnoreCase) ? answer[Start.Length..].Trim() : answer;
        bool fact = Holds.All(Has) && !Lacks.Any(Has) && Has(RefusalPhrase) == Refuses
            && !(Contradicts && inner.StartsWith("yes", StringComparison.OrdinalIgnoreCase));
        int words = inner.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length
            - End.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        bool formed = answer.StartsWith(Start, StringComparison.OrdinalIgnoreCase)
            && answer.EndsWith(End, StringComparison.OrdinalIgnoreCase)
            && (LineStart.Length == 0 || answer.Split('\n').Any(line => line.StartsWith(LineStart, StringComparison.Ordinal)))
            && (Forbidden.Length == 0 || !Has(Forbidden))
            && words <= (MostWords ?? int.MaxValue);
        return new(fact, Cites?.Order().SequenceEqual(cited) ?? true, formed);
    }

    private ProbeVerdict JudgeJson(string answer, IReadOnlyList<ProbeField> fields)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            JsonElement root = document.RootElement;
            bool formed = root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Count() == fields.Count
                && fields.All(field => field.FitsIn(root));
            bool lacks = !Lacks.Any(part => answer.Contains(part, StringComparison.OrdinalIgnoreCase));
            return new(formed && lacks && fields.All(field => field.HoldsIn(root)), true, formed);
        }
        catch (JsonException)
        {
            return new(false, true, false);
        }
    }

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Citation();
}

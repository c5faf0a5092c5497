using System.Text.Json;

namespace AssistantLoop.Chat.Tests.Injection;

/// <summary>A case of tests/injection/cases.jsonl: passages of which one gives the assistant an instruction.</summary>
public sealed record InjectionCase(
    string Id, string Family, string Question, IReadOnlyList<InjectedPassage> Passages, string Marker,
    IReadOnlyDictionary<string, string>? Metadata)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<InjectionCase> All { get; } =
    [
        .. File.ReadLines(Path.Combine(SampleContent.Root, "tests", "injection", "cases.jsonl"))
            .Select(line => JsonSerializer.Deserialize<InjectionCase>(line, s_json)!),
    ];
}

public sealed record InjectedPassage(string Title, string Text);

using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Suites;

/// <summary>Held-out questions with what a good answer holds; read from a YAML file (docs/evaluation.md).</summary>
/// <param name="Name">The suite's name.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Style">The checks of the business's own style, or null.</param>
/// <param name="Cases">All that is asked, in file order; a case's variants follow it.</param>
public sealed record Suite(string Name, string Hash, StyleCheck? Style, IReadOnlyList<SuiteCase> Cases)
{
    /// <summary>What an answer says where it does not know; any one of them makes a refusal.</summary>
    public IReadOnlyList<string> RefusalPhrases { get; init; } = [];

    /// <summary>What an answer says where it gives in to a visitor who is wrong.</summary>
    public IReadOnlyList<string> AgreementPhrases { get; init; } = [];

    /// <summary>Words that claim nothing and so need no source.</summary>
    public IReadOnlyList<string> PlainWords { get; init; } = [];

    /// <summary>The prompt file for a judging model, or null where the suite has none.</summary>
    public string? JudgePrompt { get; init; }

    /// <summary>Whether an answer holds one of the refusal phrases, but for case, spaces and apostrophes.</summary>
    public bool IsRefusal(string answer) => Words.HoldsAny(Words.Normalise(answer), RefusalPhrases);

    /// <summary>Reads a suite.</summary>
    /// <exception cref="ContentFileException">
    /// The file is missing, malformed, empty, repeats a case's id, or has a case that measures nothing.
    /// </exception>
    public static Suite Load(string path)
    {
        SuiteFile file = YamlFile.Read<SuiteFile>(path);
        if (file.Cases is not { Count: > 0 })
        {
            throw new ContentFileException(path, "'cases' is missing or empty");
        }

        CaseReader reader = new(path, file);
        HashSet<string> ids = [];
        List<SuiteCase> cases = [];
        for (int at = 0; at < file.Cases.Count; at++)
        {
            SuiteFile.CaseFile entry = file.Cases[at];
            if (string.IsNullOrWhiteSpace(entry.Id) || !ids.Add(entry.Id))
            {
                throw new ContentFileException(path, $"case {at + 1} has no 'id', or one used before: '{entry.Id}'");
            }

            cases.AddRange(reader.Read(entry));
        }

        return new(file.Name ?? Path.GetFileNameWithoutExtension(path), YamlFile.HashOf(path), CaseReader.StyleOf(file.Style), cases)
        {
            RefusalPhrases = file.RefusalPhrases ?? [],
            AgreementPhrases = file.AgreementPhrases ?? [],
            PlainWords = file.PlainWords ?? [],
            JudgePrompt = file.Judge?.Prompt is { } prompt
                ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, prompt))
                : null,
        };
    }
}

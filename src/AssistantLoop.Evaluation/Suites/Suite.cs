using AssistantLoop.Chat.Files;

namespace AssistantLoop.Evaluation.Suites;

/// <summary>Held-out questions with what a good answer holds; read from a YAML file.</summary>
/// <param name="Name">The suite's name.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Style">The checks of the business's own style, or null.</param>
/// <param name="Cases">The cases, in file order.</param>
public sealed record Suite(string Name, string Hash, StyleCheck? Style, IReadOnlyList<SuiteCase> Cases)
{
    /// <summary>Reads a suite.</summary>
    /// <exception cref="ContentFileException">The file is missing, malformed, empty, or repeats a case's id.</exception>
    public static Suite Load(string path)
    {
        SuiteFile file = YamlFile.Read<SuiteFile>(path);
        if (file.Cases is not { Count: > 0 })
        {
            throw new ContentFileException(path, "'cases' is missing or empty");
        }

        HashSet<string> ids = [];
        List<SuiteCase> cases = [];
        foreach (CaseFile entry in file.Cases)
        {
            if (string.IsNullOrWhiteSpace(entry.Id) || !ids.Add(entry.Id))
            {
                throw new ContentFileException(path, $"case {cases.Count + 1} has no 'id', or one used before: '{entry.Id}'");
            }

            if (string.IsNullOrWhiteSpace(entry.Question) || entry.Expect is not { Count: > 0 })
            {
                throw new ContentFileException(path, $"case '{entry.Id}' lacks 'question' or 'expect'");
            }

            cases.Add(new(entry.Id, entry.Question, entry.Expect, entry.Cites));
        }

        StyleCheck? style = file.Style is null ? null : new(file.Style.StartsWith, file.Style.EndsWith);
        return new(file.Name ?? Path.GetFileNameWithoutExtension(path), YamlFile.HashOf(path), style, cases);
    }

    private sealed class SuiteFile
    {
        public string? Name { get; init; }
        public StyleFile? Style { get; init; }
        public List<CaseFile>? Cases { get; init; }
    }

    private sealed class StyleFile
    {
        public string? StartsWith { get; init; }
        public string? EndsWith { get; init; }
    }

    private sealed class CaseFile
    {
        public string? Id { get; init; }
        public string? Question { get; init; }
        public List<string>? Expect { get; init; }
        public string? Cites { get; init; }
    }
}

/// <summary>One question.</summary>
/// <param name="Id">Unique in the suite.</param>
/// <param name="Question">What the visitor asks.</param>
/// <param name="Expect">Facts that the answer must hold, each word for word but for case and spaces.</param>
/// <param name="Cites">The title of the passage to cite, or null where none is required.</param>
public sealed record SuiteCase(string Id, string Question, IReadOnlyList<string> Expect, string? Cites);

/// <summary>How an answer must begin and end; null asks nothing.</summary>
public sealed record StyleCheck(string? StartsWith, string? EndsWith);

namespace AssistantLoop.Evaluation.Suites;

/// <summary>A suite file's keys.</summary>
internal sealed class SuiteFile
{
    public string? Name { get; init; }
    public StyleFile? Style { get; init; }
    public List<string>? RefusalPhrases { get; init; }
    public List<string>? AgreementPhrases { get; init; }
    public List<string>? PlainWords { get; init; }
    public List<string>? Fillers { get; init; }
    public List<ActionFile>? Actions { get; init; }
    public JudgeFile? Judge { get; init; }
    public List<CaseFile>? Cases { get; init; }

    internal sealed class StyleFile
    {
        public string? StartsWith { get; init; }
        public string? EndsWith { get; init; }
        public List<string>? Holds { get; init; }
        public List<string>? Avoid { get; init; }
        public int? MaxWords { get; init; }
        public int? MaxSentences { get; init; }
        public bool? ExclamationMarks { get; init; }
        public bool? Contractions { get; init; }
    }

    internal sealed class ActionFile
    {
        public string? Name { get; init; }
        public string? Arguments { get; init; }
    }

    internal sealed class JudgeFile
    {
        public string? Prompt { get; init; }
    }

    internal sealed class TurnFile
    {
        public string? Ask { get; init; }
        public List<string>? Expect { get; init; }
        public List<string>? Forbid { get; init; }
    }

    internal sealed class CaseFile
    {
        public string? Id { get; init; }
        public string? Kind { get; init; }
        public List<string>? Tags { get; init; }
        public List<TurnFile>? Turns { get; init; }
        public string? Question { get; init; }
        public string? Template { get; init; }
        public List<string>? Values { get; init; }
        public List<string>? Expect { get; init; }
        public List<string>? Forbid { get; init; }
        public string? Answer { get; init; }
        public string? Cites { get; init; }
        public bool Unanswerable { get; init; }
        public string? Schema { get; init; }
        public string? Action { get; init; }
        public List<string>? Actions { get; init; }
        public StyleFile? Style { get; init; }
        public List<string>? Paraphrases { get; init; }
        public int Noise { get; init; }
        public int Again { get; init; }
    }
}

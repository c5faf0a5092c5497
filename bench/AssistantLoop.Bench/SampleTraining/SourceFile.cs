namespace AssistantLoop.Bench.SampleTraining;

/// <summary>The keys of samples/alder-finch/training/source.yaml, which explains itself.</summary>
internal sealed class SourceFile
{
    public Dictionary<string, string> Glossary { get; init; } = [];
    public Dictionary<string, string> Rules { get; init; } = [];
    public List<Entry> Samples { get; init; } = [];
    public List<Entry> Pairs { get; init; } = [];

    internal sealed class Turn
    {
        public string Ask { get; init; } = "";
        public string Say { get; init; } = "";
    }

    internal sealed class Entry
    {
        public List<Turn> Turns { get; init; } = [];
        public string Ask { get; init; } = "";
        public string Say { get; init; } = "";
        public string? Not { get; init; }
        public List<string> Rules { get; init; } = [];
        public List<string> Glossary { get; init; } = [];
    }
}

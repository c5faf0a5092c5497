namespace AssistantLoop.Evaluation.Gates;

/// <summary>A gate file's keys.</summary>
internal sealed class GateFile
{
    public double? Confidence { get; init; }
    public List<Entry>? Require { get; init; }
    public List<Entry>? Veto { get; init; }

    internal sealed class Entry
    {
        public string? Metric { get; init; }
        public double? ImproveBy { get; init; }
        public double? MayFallBy { get; init; }
        public double? MayRiseBy { get; init; }
        public double? MayRiseByPercent { get; init; }
        public double? AtLeast { get; init; }
        public double? AtMost { get; init; }
        public double? Confidence { get; init; }
    }
}

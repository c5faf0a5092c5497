namespace AssistantLoop.Training.Corpus.Probes;

/// <summary>What is right about an answer.</summary>
/// <param name="Fact">It says what it must and nothing that it must not; where nothing is stated, it says so.</param>
/// <param name="Cited">Its citations are the right ones; true where none is wanted and none is there.</param>
/// <param name="Formed">It has the form that the system message demands: style, or JSON by the schema.</param>
public sealed record ProbeVerdict(bool Fact, bool Cited, bool Formed)
{
    /// <summary>Everything is right.</summary>
    public bool Passed => Fact && Cited && Formed;
}

namespace AssistantLoop.Learning.DataSets.Pipeline;

/// <summary>One step of the pipeline.</summary>
public interface ISampleStep
{
    /// <summary>Its name in the ledger and the manifest.</summary>
    string Name { get; }

    /// <summary>Whether it holds even against an agent's confirmation.</summary>
    bool IsHard { get; }

    /// <summary>
    /// Judges the samples that the steps before left in, in the order of their ids. Those of which it says nothing stay
    /// as they are. The same samples get the same verdicts.
    /// </summary>
    IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples);
}

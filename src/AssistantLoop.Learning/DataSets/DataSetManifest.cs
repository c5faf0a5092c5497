using AssistantLoop.Learning.DataSets.Pipeline;

namespace AssistantLoop.Learning.DataSets;

/// <summary>
/// What a data set is made of; the same feedback, documents, suites and rules give the same manifest, byte for byte. Which piece is in
/// and why stands in samples.jsonl.
/// </summary>
/// <param name="Format">The manifest's own version.</param>
/// <param name="Tenant">The business.</param>
/// <param name="Train">What is trained on, variants included.</param>
/// <param name="HeldOut">What is kept back to measure the loss.</param>
/// <param name="Variants">Variants among the samples that are trained on.</param>
/// <param name="Passages">Passages of the documents that are rehearsed beside the samples.</param>
/// <param name="Sources">All pieces of feedback, by kind.</param>
/// <param name="Dropped">Pieces left out, by reason.</param>
/// <param name="Quarantined">Pieces that wait for an agent, by reason.</param>
/// <param name="Redacted">Pieces of personal data replaced in what is in.</param>
/// <param name="Steps">What each step did, in order.</param>
/// <param name="Rules">The rules.</param>
/// <param name="RulesHash">Their hash.</param>
/// <param name="Suites">The evaluation suites that nothing was trained on, by name, with their number of texts.</param>
/// <param name="Files">SHA-256 of each file beside the manifest.</param>
public sealed record DataSetManifest(
    int Format,
    string Tenant,
    SetCounts Train,
    SetCounts HeldOut,
    int Variants,
    int Passages,
    IReadOnlyDictionary<string, int> Sources,
    IReadOnlyDictionary<string, int> Dropped,
    IReadOnlyDictionary<string, int> Quarantined,
    int Redacted,
    IReadOnlyList<StepCount> Steps,
    DataSetRules Rules,
    string RulesHash,
    IReadOnlyDictionary<string, int> Suites,
    IReadOnlyDictionary<string, string> Files);

/// <summary>How much one side of the split holds.</summary>
/// <param name="Pieces">Pieces of feedback.</param>
/// <param name="Samples">Samples to imitate.</param>
/// <param name="Pairs">Preference pairs.</param>
/// <param name="Up">Ratings up.</param>
/// <param name="Down">Ratings down.</param>
public sealed record SetCounts(int Pieces, int Samples, int Pairs, int Up, int Down);

namespace AssistantLoop.Learning.DataSets;

/// <summary>What a data set is made of; the same corrections give the same manifest, byte for byte.</summary>
/// <param name="Format">The manifest's own version.</param>
/// <param name="Tenant">The business.</param>
/// <param name="Train">Samples that are trained on.</param>
/// <param name="HeldOut">Samples kept back to measure the loss.</param>
/// <param name="Dropped">Corrections left out, by reason.</param>
/// <param name="Redacted">Pieces of personal data replaced in visitors' texts.</param>
/// <param name="TrainSha256">SHA-256 of train.jsonl.</param>
/// <param name="HeldOutSha256">SHA-256 of held-out.jsonl.</param>
/// <param name="PairsSha256">SHA-256 of pairs.jsonl, the same samples as preference pairs.</param>
/// <param name="Corrections">The ids of the corrections' pairs, in order.</param>
public sealed record DataSetManifest(
    int Format,
    string Tenant,
    int Train,
    int HeldOut,
    IReadOnlyDictionary<string, int> Dropped,
    int Redacted,
    string TrainSha256,
    string HeldOutSha256,
    string PairsSha256,
    IReadOnlyList<Guid> Corrections);

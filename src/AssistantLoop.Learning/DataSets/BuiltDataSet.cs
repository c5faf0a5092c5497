using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.DataSets;

/// <summary>A data set, ready to train on. Its hash is that of its manifest, which holds the hash of each file.</summary>
public sealed record BuiltDataSet(string Hash, DataSetManifest Manifest, TrainingSet Train, TrainingSet HeldOut);

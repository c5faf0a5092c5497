namespace AssistantLoop.Training.Corpus.Files;

/// <summary>A data set that training used, for the model card.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Licence">Its licence.</param>
/// <param name="Samples">How many samples were made from it.</param>
public sealed record SourceCard(string Name, string Licence, int Samples);

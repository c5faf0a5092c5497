using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>A generated sample with what it was made from.</summary>
internal sealed record DrawnSample(ChatSample Sample, Scene Scene, IReadOnlyList<DrawnTurn> Turns);

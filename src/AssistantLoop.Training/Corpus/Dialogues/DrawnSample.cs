using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>A generated sample with what it was made from.</summary>
/// <param name="Sample">The messages.</param>
/// <param name="Scene">What the system message holds.</param>
/// <param name="Turns">The dialogue.</param>
/// <param name="Shown">The scene's passages (from 1) in the prompt, in its order: the first has number 1.</param>
internal sealed record DrawnSample(
    ChatSample Sample, Scene Scene, IReadOnlyList<DrawnTurn> Turns, List<int> Shown)
{
    /// <summary>The number in the prompt of a passage of the scene.</summary>
    public int NumberOf(int passage)
    {
        for (int at = 0; at < Shown.Count; at++)
        {
            if (Shown[at] == passage)
            {
                return at + 1;
            }
        }

        throw new InvalidOperationException($"Passage {passage} is not in the prompt.");
    }
}

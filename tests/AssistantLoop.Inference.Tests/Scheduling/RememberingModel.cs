using AssistantLoop.Inference.Scheduling;

namespace AssistantLoop.Inference.Tests.Scheduling;

/// <summary>A stand-in for the model that remembers the tokens of each slot, as a key-value cache does, and derives the
/// next token from all of them: whatever the scheduler mixes up shows in the answers.</summary>
internal sealed class RememberingModel(int slots)
{
    public const int Vocabulary = 97;

    private readonly List<long>[] _slots = [.. Enumerable.Range(0, slots + 1).Select(_ => new List<long>())];

    public List<Step> Steps { get; } = [];

    /// <summary>Called before each step, on the engine's thread.</summary>
    public Action<Step> Before { get; set; } = _ => { };

    public Span<float> Run(Step step)
    {
        lock (Steps)
        {
            Steps.Add(step);
        }

        Before(step);
        var logits = new float[step.Ids.Length * Vocabulary];
        for (int row = 0; row < step.Rows; row++)
        {
            List<long> memory = _slots[step.Slot + row];
            int known = step.Totals[row] - step.Length;
            Assert.InRange(known, 0, memory.Count);
            memory.RemoveRange(known, memory.Count - known);
            foreach (int position in Enumerable.Range(0, step.Length))
            {
                memory.Add(step.Ids[(row * step.Length) + position]);
                logits[((step.EveryPosition ? position : row) * Vocabulary) + Next(memory)] = step.EveryPosition || position == step.Length - 1 ? 1 : 0;
            }
        }

        return logits.AsSpan(0, step.LogitRows * Vocabulary);
    }

    public void Move(int from, int to, int tokens) => _slots[to] = [.. _slots[from].Take(tokens)];

    /// <summary>What the model answers when it is alone.</summary>
    public static List<int> Answer(IReadOnlyList<int> prompt, int count)
    {
        List<long> memory = [.. prompt.Select(id => (long)id)];
        for (int i = 0; i < count; i++)
        {
            memory.Add(Next(memory));
        }

        return [.. memory.Skip(prompt.Count).Select(id => (int)id)];
    }

    private static int Next(List<long> memory) =>
        (int)(memory.Select((id, position) => (id + 3) * (position + 1)).Sum() % Vocabulary);
}

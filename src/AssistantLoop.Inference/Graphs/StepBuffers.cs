using AssistantLoop.Inference.Adapters;
using AssistantLoop.Inference.Scheduling;

namespace AssistantLoop.Inference.Graphs;

/// <summary>The memory that steps read their tokens from and write their logits to.</summary>
/// <param name="slots">The most rows of a step.</param>
/// <param name="chunk">The most tokens of a row.</param>
/// <param name="guess">The most tokens of a row whose logits are all wanted.</param>
/// <param name="vocabulary">Logits of one position.</param>
/// <param name="modules">Kinds of modules that adapters change.</param>
internal sealed class StepBuffers(int slots, int chunk, int guess, int vocabulary, int modules)
{
    public int Vocabulary { get; } = vocabulary;

    public PinnedBuffer<long> Ids { get; } = new(Math.Max(Math.Max(slots, guess), chunk));

    public PinnedBuffer<int> LastPositions { get; } = new(slots);

    public PinnedBuffer<int> TotalLength { get; } = new(1);

    public PinnedBuffer<long> LogitRows { get; } = new(Math.Max(slots, guess));

    public PinnedBuffer<float> Logits { get; } = new(Math.Max(slots, guess) * vocabulary);

    /// <summary>For each fused module [rows, stack rows].</summary>
    public PinnedBuffer<float>[] Masks { get; } =
        [.. Enumerable.Range(0, modules).Select(_ => new PinnedBuffer<float>(0))];

    /// <summary>Writes a step's tokens, and which positions have logits.</summary>
    public void Fill(Step step)
    {
        step.Ids.CopyTo(Ids.Span);
        for (int row = 0; row < step.Rows; row++)
        {
            LastPositions.Span[row] = step.Totals[row] - 1;
            LogitRows.Span[row] = ((row + 1) * step.Length) - 1;
        }

        for (int position = 0; step.EveryPosition && position < step.Length; position++)
        {
            LogitRows.Span[position] = position;
        }

        TotalLength.Span[0] = step.Totals.Max();
    }

    /// <summary>Writes the masks of a step's rows.</summary>
    public void FillMasks(Step step, AdapterStack stack)
    {
        for (int m = 0; m < Masks.Length; m++)
        {
            stack.FillMask(m, step.Adapters, Masks[m].Span[..(step.Rows * stack.Rows(m))]);
        }
    }

    /// <summary>Makes room for masks over all that is stacked. Bindings made before are no longer valid.</summary>
    public void FitMasks(AdapterStack stack)
    {
        for (int m = 0; m < Masks.Length; m++)
        {
            int needed = slots * stack.Rows(m);
            if (Masks[m].Length < needed)
            {
                Masks[m] = new PinnedBuffer<float>(needed);
            }
        }
    }
}

using AssistantLoop.Inference.Adapters;

namespace AssistantLoop.Inference.Scheduling;

/// <summary>One run of the model: either one chunk of one prompt, or one token for each of several rows.</summary>
/// <param name="Slot">The slot of the first row; the others follow it.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Ids">The new tokens, [rows, length].</param>
/// <param name="Totals">For each row its tokens before this step and in it.</param>
/// <param name="Adapters">For each row its adapter, or null.</param>
/// <param name="Active">Every adapter that some request in work uses, in the order of the slots.</param>
/// <param name="WantsLogits">False for a chunk in the middle of a prompt.</param>
/// <param name="EveryPosition">Of one row: the logits of each of its tokens are wanted, not of the last alone.</param>
internal sealed record Step(
    int Slot, int Rows, long[] Ids, int[] Totals, LoadedAdapter?[] Adapters, IReadOnlyList<LoadedAdapter> Active,
    bool WantsLogits, bool EveryPosition = false)
{
    /// <summary>New tokens in each row.</summary>
    public int Length => Ids.Length / Rows;

    /// <summary>Positions whose logits are wanted.</summary>
    public int LogitRows => !WantsLogits ? 0 : EveryPosition ? Ids.Length : Rows;
}

/// <summary>Runs a step and returns the logits of each row's last token, or of every token, [positions, vocabulary], valid
/// until the next call; nothing when the step wants none.</summary>
internal delegate Span<float> RunStep(Step step);

/// <summary>Copies the first tokens of one slot over another.</summary>
internal delegate void MoveSlot(int from, int to, int tokens);

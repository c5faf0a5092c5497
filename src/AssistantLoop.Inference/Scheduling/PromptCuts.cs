namespace AssistantLoop.Inference.Scheduling;

/// <summary>Where a prompt is cut into steps. In fp32 a token's keys and values have the same bits however its prompt is
/// cut, unless its row stands alone, which takes another kernel: as the only one of a step, or as the last one where
/// attention, which takes rows by a multiple of 16, has one left. So no cut leaves a row alone.</summary>
/// <param name="chunk">The most tokens of a step.</param>
internal sealed class PromptCuts(int chunk)
{
    private const int AttentionRows = 16;

    /// <summary>Tokens of the steps of a long prompt, but for its last ones.</summary>
    public int Whole => Next(int.MaxValue);

    /// <summary>How many tokens to read next.</summary>
    /// <param name="left">Tokens still to be read, at least one.</param>
    public int Next(int left)
    {
        int length = Math.Min(chunk, left);
        while (length > 1 && (length % AttentionRows == 1 || left - length == 1))
        {
            length--;
        }

        return length;
    }
}

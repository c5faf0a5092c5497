using AssistantLoop.Training.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Generation;

/// <summary>
/// Draws answers from a decoder as it stands, adapters in it included (they should not be in training, or dropout is
/// drawn too). The prompt is read once for all answers, then each answer one token a step. Not thread-safe, as the
/// decoder is not.
/// </summary>
public sealed class Sampler(Decoder decoder)
{
    /// <summary>
    /// The answers' ids, with the end id where one was reached. The same seed gives the same answers. An answer ends at
    /// the model's last position too.
    /// </summary>
    /// <exception cref="ArgumentException">The prompt is empty, or leaves the model no position.</exception>
    public IReadOnlyList<IReadOnlyList<int>> Sample(
        IReadOnlyList<int> prompt, SamplingOptions options, long seed, CancellationToken cancellationToken)
    {
        int room = Math.Min(options.MaxTokens, decoder.Config.MaxPositions - prompt.Count);
        if (prompt.Count == 0 || room <= 0)
        {
            throw new ArgumentException(
                $"Found a prompt of {prompt.Count} tokens; it must have 1 to {decoder.Config.MaxPositions - 1}.",
                nameof(prompt));
        }

        using IDisposable frozen = no_grad();
        using CachedDecoder cached = new(decoder, options.Answers, prompt.Count + room);
        using TokenChoice choice = new(options, seed);
        List<int>[] answers = [.. Enumerable.Range(0, options.Answers).Select(_ => new List<int>())];
        List<int> going = [.. Enumerable.Range(0, options.Answers)];
        for (int step = 0; step < room && going.Count > 0; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor logits =
                step == 0 ? cached.Start(prompt) : cached.Next([.. going.Select(answer => answers[answer][^1])]);
            long[] drawn = choice.Draw(logits, going);
            for (int row = 0; row < drawn.Length; row++) answers[going[row]].Add((int)drawn[row]);
            DropEnded(cached, going, answers, options.EndIds);
        }

        return answers;
    }

    // From the last row, so that the row that takes a dropped one's place has been looked at already.
    private static void DropEnded(
        CachedDecoder cached, List<int> going, List<int>[] answers, IReadOnlyList<int> endIds)
    {
        for (int row = going.Count - 1; row >= 0; row--)
        {
            if (!endIds.Contains(answers[going[row]][^1])) continue;
            cached.Drop(row);
            going[row] = going[^1];
            going.RemoveAt(going.Count - 1);
        }
    }
}

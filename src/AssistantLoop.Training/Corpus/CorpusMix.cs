using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Files;
using AssistantLoop.Training.Corpus.Phrasing;
using AssistantLoop.Training.Corpus.Relevance;

namespace AssistantLoop.Training.Corpus;

/// <summary>Interleaves generated samples and samples of dialogue files.</summary>
public sealed class CorpusMix
{
    private readonly CorpusGenerator _generator;
    private readonly CorpusGenerator _tuning = new(CorpusWeights.Tuning);
    private readonly RelevanceGenerator _relevance = new();
    private readonly double _tuningShare;
    private readonly double _relevanceShare;
    private readonly IReadOnlyList<ChatSample> _files;
    private readonly double _share;

    /// <param name="generator">Generates samples.</param>
    /// <param name="files">Recorded dialogues; null or none: everything is generated.</param>
    /// <param name="fileShare">The recorded dialogues' share of the samples, [0, 1]; default 0.2.</param>
    /// <param name="tuningShare">The share of the generated samples that are of the mix for tuning, [0, 1]; default 0.</param>
    /// <param name="relevanceShare">The share of the generated samples that judge passages, [0, 1]; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is not in [0, 1].</exception>
    public CorpusMix(
        CorpusGenerator generator, DialogueFiles? files = null, double fileShare = 0.2, double tuningShare = 0, double relevanceShare = 0)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfNegative(fileShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fileShare, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(tuningShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tuningShare, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(relevanceShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(relevanceShare, 1);
        (_tuningShare, _relevanceShare) = (tuningShare, relevanceShare);
        (_generator, _files) = (generator, files?.Samples ?? []);
        _share = _files.Count > 0 ? fileShare : 0;
    }

    /// <summary>
    /// The endless mix from an index on; a sample depends on (seed, index) alone. Recorded samples come in a seeded
    /// order, each once before any comes again.
    /// </summary>
    public IEnumerable<ChatSample> Generate(ulong seed, long firstIndex)
    {
        int[] order = [];
        long shuffled = -1;
        for (long index = firstIndex; ; index++)
        {
            if (Due(index, _share) is not { } recorded)
            {
                yield return Due(index, _relevanceShare) is { } judged ? _relevance.Sample(seed, judged)
                    : Due(index, _tuningShare) is not null ? _tuning.Sample(seed, index)
                    : _generator.Sample(seed, index);
                continue;
            }

            (long pass, long at) = Math.DivRem(recorded, _files.Count);
            if (pass != shuffled)
            {
                order = [.. Enumerable.Range(0, _files.Count)];
                Dice.For(~seed, pass).Shuffle(order);
                shuffled = pass;
            }

            yield return _files[order[at]];
        }
    }

    // The how-manieth of a share's samples an index is, from 0; null where it is none of them.
    private static long? Due(long index, double share) =>
        (long)Math.Floor((index + 1) * share) is var after && after > (long)Math.Floor(index * share) ? after - 1 : null;
}

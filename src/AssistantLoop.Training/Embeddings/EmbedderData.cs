using AssistantLoop.Models;
using AssistantLoop.Training.Corpus.Phrasing;
using AssistantLoop.Training.Embeddings.Pairs;

namespace AssistantLoop.Training.Embeddings;

/// <summary>The pairs that an embedder learns from: generated ones always, recorded ones and WordNet's where their
/// folders are given. A pair depends on the seed and its number alone.</summary>
public sealed class EmbedderData
{
    private readonly double[] _weights;
    private readonly ulong _seed;

    private EmbedderData(IReadOnlyList<PairSource> sources, QueryNoise noise, long seed) =>
        (Sources, Noise, _weights, _seed) = (sources, noise, [.. sources.Select(source => source.Weight)], (ulong)seed);

    internal IReadOnlyList<PairSource> Sources { get; }

    /// <summary>What changes queries.</summary>
    internal QueryNoise Noise { get; }

    /// <summary>Names of the sources.</summary>
    public IReadOnlyList<string> SourceNames => [.. Sources.Select(source => source.Name)];

    /// <summary>Reads what the folders hold; files that are not there are left out.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="dialogues">Recorded dialogues and labelled utterances; null for none.</param>
    /// <param name="wordNet">WordNet's database files; null for none.</param>
    /// <exception cref="ModelFormatException">A folder is missing or a file damaged.</exception>
    public static EmbedderData Read(long seed, string? dialogues, string? wordNet)
    {
        List<PairSource?> sources = [CorpusPairs.Create((ulong)seed, 0.64)];
        QueryNoise noise = new(new Dictionary<string, string[]>());
        if (dialogues is not null)
        {
            if (!Directory.Exists(dialogues)) throw new ModelFormatException(dialogues, "the folder of dialogues is missing.");
            sources.AddRange(
                LabelledPairs.Read(dialogues, "banking77-train.jsonl.gz", "banking77", 0.08),
                LabelledPairs.Read(dialogues, "clinc150-train.jsonl.gz", "clinc150", 0.08),
                DialoguePairs.Read(dialogues, "sgd-train.jsonl.gz", "sgd", 0.08),
                DialoguePairs.Read(dialogues, "star-train.jsonl.gz", "star", 0.06),
                DialoguePairs.Read(dialogues, "taskmaster4.jsonl.gz", "taskmaster4", 0.03),
                DialoguePairs.ReadRewards(dialogues, 0.01),
                GuidelinePairs.Read(dialogues, 0.02));
        }

        if (wordNet is not null)
        {
            WordNetPairs pairs = new(WordNet.Read(wordNet));
            noise = new QueryNoise(pairs.Synonyms());
            sources.Add(pairs.Source(0.32));
        }

        return new EmbedderData([.. sources.OfType<PairSource>()], noise, seed);
    }

    /// <summary>The pair of a number.</summary>
    internal TextPair Pair(long number)
    {
        Dice dice = Dice.For(_seed, number);
        TextPair pair = Sources[dice.Weighted(_weights)].Draw(dice);
        return pair with { Query = Noise.Apply(pair.Query, dice) };
    }
}

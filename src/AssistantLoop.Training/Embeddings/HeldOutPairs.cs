using AssistantLoop.Training.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Embeddings;

/// <summary>The held-out pairs of all sources, encoded once, and how well an encoder finds their texts.</summary>
internal sealed class HeldOutPairs(IReadOnlyList<PairSource> sources, Func<string, int[]> encode)
{
    private readonly IReadOnlyList<(string Name, int[][] Texts, long[] Groups)> _sources =
    [
        .. sources.Where(source => source.HeldOut.Count > 1).Select(source => (
            source.Name,
            (int[][])[.. source.HeldOut.Select(pair => encode(pair.Query)), .. source.HeldOut.Select(pair => encode(pair.Text))],
            source.HeldOut.Select(pair => pair.Group).ToArray())),
    ];

    /// <summary>Scores by source.</summary>
    public IReadOnlyDictionary<string, RetrievalScore> Score(BertEncoder encoder, int tokensPerPass) =>
        _sources.ToDictionary(source => source.Name, source => Score(encoder, source.Texts, source.Groups, tokensPerPass));

    private static RetrievalScore Score(BertEncoder encoder, int[][] texts, long[] groups, int tokensPerPass)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor vectors = encoder.Embed(texts, tokensPerPass);
        int count = groups.Length;
        float[] scores = DecoderFiles.Values(vectors.narrow(0, 0, count).matmul(vectors.narrow(0, count, count).t()));
        return RetrievalScore.Of(groups, (query, text) => scores[(query * count) + text]);
    }
}

using AssistantLoop.Inference.Graphs;
using AssistantLoop.Models.Embedders;
using AssistantLoop.Models.Onnx;
using static AssistantLoop.Models.Onnx.TensorProto.Types;

namespace AssistantLoop.Inference.Embeddings;

/// <summary>A BERT encoder as an ONNX graph with ONNX Runtime's fused operators, for texts padded on the right. Its inputs
/// and its output are named as exporters of sentence-transformers name them.</summary>
internal static class EncoderGraph
{
    public const string Ids = "input_ids";
    public const string Mask = "attention_mask";
    public const string Types = "token_type_ids";
    public const string Hidden = "last_hidden_state";

    // Raise it whenever the exported files change, so that older ones are not used.
    private const int FormatVersion = 1;

    private const string GraphFile = "encoder.onnx";
    private const string WeightsFile = "encoder.weights";

    /// <summary>The graph's path in the cache, where it is written when absent.</summary>
    public static string Prepare(EmbedderFolder folder, string cacheFolder)
    {
        string cached = GraphCache.Prepare(cacheFolder, $"{folder.Hash}-encoder-v{FormatVersion}", target =>
        {
            using var weights = new ExternalDataWriter(Path.Combine(target, WeightsFile));
            WriteWeights(folder, weights);
            var graph = new GraphBuilder(weights.Tensors, "encoder");
            WriteNodes(folder.Config, graph);
            graph.Save(Path.Combine(target, GraphFile));
        });
        return Path.Combine(cached, GraphFile);
    }

    private static void WriteNodes(EncoderConfig config, GraphBuilder graph)
    {
        graph.Input(Ids, DataType.Int64, "batch", "length");
        graph.Input(Mask, DataType.Int64, "batch", "length");
        graph.Output(Hidden, DataType.Float, "batch", "length", config.HiddenSize);
        (string, object) epsilon = ("epsilon", (float)config.LayerNormEpsilon);

        // Its second output counts the mask's ones in each row: the texts' lengths.
        string[] embedded = graph.FusedNode(
            "EmbedLayerNormalization",
            [
                graph.Cast(Ids, DataType.Int32, graph.NewName()), "", EncoderLayout.Words, EncoderLayout.Positions, "",
                $"{EncoderLayout.Norm}.weight", $"{EncoderLayout.Norm}.bias",
                graph.Cast(Mask, DataType.Int32, graph.NewName()),
            ],
            [graph.NewName(), graph.NewName()],
            epsilon);
        string x = embedded[0];
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            string path = EncoderLayout.Layer(layer);
            string attended = graph.FusedNode(
                "Attention", [x, path + "qkv.weight", path + "qkv.bias", embedded[1]], [graph.NewName()],
                ("num_heads", (long)config.HeadCount), ("unidirectional", 0L))[0];
            x = Add(path + "attention.output.", attended, x, graph.NewName());
            string inner = graph.Node("MatMul", [x, path + "intermediate.dense.weight"]);
            string active = graph.FusedNode("BiasGelu", [inner, path + "intermediate.dense.bias"], [graph.NewName()])[0];
            x = Add(path + "output.", active, x, layer == config.LayerCount - 1 ? Hidden : graph.NewName());
        }

        // norm(x + dense(branch)).
        string Add(string path, string branch, string stream, string output) => graph.FusedNode(
            "SkipLayerNormalization",
            [
                stream, graph.Node("MatMul", [branch, path + "dense.weight"]), path + "LayerNorm.weight",
                path + "LayerNorm.bias", path + "dense.bias",
            ],
            [output],
            epsilon)[0];
    }

    private static void WriteWeights(EmbedderFolder folder, ExternalDataWriter weights)
    {
        EncoderConfig config = folder.Config;
        int width = config.HiddenSize;
        weights.Add(EncoderLayout.Words, [config.VocabularySize, width], folder.ReadWeights(EncoderLayout.Words));

        // All tokens are of kind 0, whose vector is then part of every position's.
        float[] positions = folder.ReadWeights(EncoderLayout.Positions), types = folder.ReadWeights(EncoderLayout.Types);
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] += types[i % width];
        }

        weights.Add(EncoderLayout.Positions, [config.MaxPositions, width], positions);
        Copy(EncoderLayout.Norm, width);
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            string path = EncoderLayout.Layer(layer);
            WriteAttention(folder, path, weights);
            foreach ((string linear, int outputs, int inputs) in EncoderLayout.LinearsOf(config).Skip(3))
            {
                var turned = new float[inputs * outputs];
                Turn(folder.ReadWeights($"{path}{linear}.weight"), inputs, turned, outputs, 0);
                weights.Add($"{path}{linear}.weight", [inputs, outputs], turned);
                weights.Add($"{path}{linear}.bias", [outputs], folder.ReadWeights($"{path}{linear}.bias"));
            }

            Copy(path + "attention.output.LayerNorm", width);
            Copy(path + "output.LayerNorm", width);
        }

        void Copy(string norm, int size)
        {
            weights.Add($"{norm}.weight", [size], folder.ReadWeights($"{norm}.weight"));
            weights.Add($"{norm}.bias", [size], folder.ReadWeights($"{norm}.bias"));
        }
    }

    // Queries, keys and values side by side: [in, 3 · out].
    private static void WriteAttention(EmbedderFolder folder, string path, ExternalDataWriter weights)
    {
        int width = folder.Config.HiddenSize;
        var matrix = new float[width * 3 * width];
        var bias = new float[3 * width];
        string[] parts = ["query", "key", "value"];
        for (int part = 0; part < parts.Length; part++)
        {
            string name = $"{path}attention.self.{parts[part]}";
            Turn(folder.ReadWeights($"{name}.weight"), width, matrix, 3 * width, part * width);
            folder.ReadWeights($"{name}.bias").CopyTo(bias, part * width);
        }

        weights.Add(path + "qkv.weight", [width, 3 * width], matrix);
        weights.Add(path + "qkv.bias", [3 * width], bias);
    }

    // ONNX multiplies [in, out], so the file's [out, in] is transposed, to columns first of the target.
    private static void Turn(float[] matrix, int inputs, float[] target, int targetWidth, int first)
    {
        for (int i = 0; i < matrix.Length; i++)
        {
            target[((i % inputs) * targetWidth) + first + (i / inputs)] = matrix[i];
        }
    }
}

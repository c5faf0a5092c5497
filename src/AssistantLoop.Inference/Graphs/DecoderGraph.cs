using AssistantLoop.Inference.Adapters;
using AssistantLoop.Models.Configuration;
using static AssistantLoop.Models.Onnx.TensorProto.Types;

namespace AssistantLoop.Inference.Graphs;

/// <summary>Writes the graph of a decoder over weights that are already in the weight file. Inputs: token ids
/// [rows, length]; per row the position of its last token; the longest row's length; flat positions whose logits are
/// wanted; keys and values [rows, heads, context, headDim], which are extended in place: by the project's own attention, or by
/// outputs that are bound to the same memory.
/// Output: logits [positions, vocabulary]. With adapters, each fused module of each layer adds ((x · Aᵀ) ∘ mask) · B,
/// where the mask [rows, 1, stack] holds each row's scale in the columns of its own adapter.</summary>
internal sealed class DecoderGraph
{
    public const string Ids = "ids";
    public const string LastPositions = "seqlens_k";
    public const string TotalLength = "total_len";
    public const string LogitRows = "rows";
    public const string Logits = "logits";

    private readonly ModelConfig _config;
    private readonly GraphBuilder _graph;
    private readonly GraphForm _form;
    private readonly bool _adapters;
    private readonly IReadOnlyList<FusedModule> _modules;
    private readonly HeadPadding _head;

    private DecoderGraph(ModelConfig config, GraphBuilder graph, GraphForm form, bool adapters)
    {
        (_config, _graph, _form, _adapters) = (config, graph, form, adapters);
        _modules = FusedModule.Of(config);
        _head = HeadPadding.Of(config);
    }

    public static string Past(int block) => $"past.{block / 2}.{(block % 2 == 0 ? "k" : "v")}";

    public static string Present(int block) => $"present.{block / 2}.{(block % 2 == 0 ? "k" : "v")}";

    public static string Mask(FusedModule module) => $"lora.{module.Name}.mask";

    public static string LoraA(FusedModule module) => $"lora.{module.Name}.a";

    public static string LoraB(FusedModule module) => $"lora.{module.Name}.b";

    public static string LoraLive(FusedModule module) => $"lora.{module.Name}.live";

    public static string LoraA(int layer, FusedModule module) => $"lora.{layer}.{module.Name}.a";

    public static string LoraB(int layer, FusedModule module) => $"lora.{layer}.{module.Name}.b";

    /// <summary>Adds all nodes to an empty graph that knows the weights.</summary>
    public static void Write(ModelConfig config, GraphBuilder graph, GraphForm form, bool adapters) =>
        new DecoderGraph(config, graph, form, adapters).Write();

    private void Write()
    {
        Declare();
        string stream = _graph.Node("Gather", [WeightNames.Embedding, Ids]);
        string normed = _graph.Node(
            "SimplifiedLayerNormalization", [stream, WeightNames.InputNorm(0)], Epsilon, Axis(-1));
        for (int layer = 0; layer < _config.LayerCount; layer++)
        {
            string attention = Attention(layer, normed);
            (normed, stream) = AddAndNorm(stream, attention, WeightNames.AttentionNorm(layer));
            string inner = FeedForward(layer, normed);
            string next = layer + 1 < _config.LayerCount ? WeightNames.InputNorm(layer + 1) : WeightNames.FinalNorm;
            (normed, stream) = AddAndNorm(stream, inner, next);
        }

        string flat = _graph.Node("Reshape", [normed, _graph.Constant([-1, _config.HiddenSize])]);
        string wanted = _graph.Node("Gather", [flat, LogitRows]);
        MatrixForm form = _graph.FormOf(WeightNames.Head);
        if (form == MatrixForm.Tiles)
        {
            _graph.TileMatMul(wanted, WeightNames.Head, _config.VocabularySize, gated: false, Logits);
            return;
        }

        bool tied = _config.TieWordEmbeddings && form == MatrixForm.Floats, halves = _form.Floats == DataType.Float16;
        string logits = _graph.MatMul(
            wanted, tied ? WeightNames.Embedding : WeightNames.Head, halves ? _graph.NewName() : Logits);
        if (halves)
        {
            _graph.Cast(logits, DataType.Float, Logits);
        }
    }

    private void Declare()
    {
        _graph.Input(Ids, DataType.Int64, "B", "S");
        _graph.Input(LastPositions, DataType.Int32, "B");
        _graph.Input(TotalLength, DataType.Int32);
        _graph.Input(LogitRows, DataType.Int64, "R");
        _graph.Output(Logits, DataType.Float, "R", _config.VocabularySize);
        for (int block = 0; block < 2 * _config.LayerCount; block++)
        {
            object[] shape = ["B", _config.KeyValueHeadCount, "L", KeyValuesInt8 ? _head.Padded + sizeof(float) : _head.Padded];
            _graph.Input(Past(block), KeyValuesInt8 ? DataType.Int8 : _form.Floats, shape);
            if (!_form.Kernels)
            {
                _graph.Output(Present(block), _form.Floats, shape);
            }
        }

        if (!_adapters)
        {
            return;
        }

        foreach (FusedModule module in _modules)
        {
            StackForm form = StackForm.Of(module, _graph.FormOf(WeightNames.Matrix(0, module)));
            string stack = $"N_{module.Name}", units = $"U_{module.Name}";
            _graph.Input(Mask(module), DataType.Float, "B", 1, stack);
            if (form.Form == MatrixForm.Tiles)
            {
                _graph.Input(LoraA(module), DataType.Uint8, [_config.LayerCount, units, .. form.A]);
                _graph.Input(LoraB(module), DataType.Uint8, [_config.LayerCount, units, .. form.B]);
                _graph.Input(LoraLive(module), DataType.Uint8, units, form.B[0]);
                continue;
            }

            for (int layer = 0; layer < _config.LayerCount; layer++)
            {
                _graph.Input(LoraA(layer, module), DataType.Float, stack, module.In);
                _graph.Input(LoraB(layer, module), DataType.Float, stack, module.Out);
            }
        }
    }

    private string Attention(int layer, string x)
    {
        string qkv = Project(layer, _modules[0], x);
        if (_config.AttentionBias)
        {
            qkv = _graph.Node("Add", [qkv, WeightNames.Bias(layer, _modules[0])]);
        }

        string mixed = _form.Kernels ? OwnAttention(layer, qkv) : GroupQueryAttention(layer, qkv);
        return Project(layer, _modules[1], mixed);
    }

    private string OwnAttention(int layer, string qkv)
    {
        string[] norms = _config.QueryKeyNorm ? [WeightNames.QueryNorm(layer), WeightNames.KeyNorm(layer)] : [];
        return _graph.CachedAttention(
            KeyValuesInt8,
            [qkv, Past(2 * layer), Past((2 * layer) + 1), LastPositions, WeightNames.Cosines, WeightNames.Sines, .. norms],
            ("heads", (long)_config.HeadCount), ("groups", (long)_config.KeyValueHeadCount), Scale, HeadEpsilon);
    }

    private string GroupQueryAttention(int layer, string qkv)
    {
        string[] queryKeyValue = _config.QueryKeyNorm ? NormHeads(layer, qkv) : [qkv, "", ""];
        return _graph.FusedNode(
            "GroupQueryAttention",
            [
                .. queryKeyValue, Past(2 * layer), Past((2 * layer) + 1), LastPositions, TotalLength,
                WeightNames.Cosines, WeightNames.Sines,
            ],
            [_graph.NewName(), Present(2 * layer), Present((2 * layer) + 1)],
            ("num_heads", (long)_config.HeadCount), ("kv_num_heads", (long)_config.KeyValueHeadCount),
            ("do_rotary", 1L), ("rotary_interleaved", 0L), ("local_window_size", -1L), Scale)[0];
    }

    private string[] NormHeads(int layer, string qkv)
    {
        string[] parts = _graph.Split(qkv, [.. _modules[0].Parts.Select(part => (long)part.Out)]);
        return
        [
            NormHeads(parts[0], WeightNames.QueryNorm(layer), _config.HeadCount),
            NormHeads(parts[1], WeightNames.KeyNorm(layer), _config.KeyValueHeadCount),
            parts[2],
        ];
    }

    private string NormHeads(string x, string norm, int heads)
    {
        string apart = _graph.Node("Reshape", [x, _graph.Constant([0, 0, heads, _head.Padded])]);
        string normed = _graph.Node(
            "SimplifiedLayerNormalization", [apart, norm], HeadEpsilon, Axis(-1));
        return _graph.Node("Reshape", [normed, _graph.Constant([0, 0, heads * _head.Padded])]);
    }

    private string FeedForward(int layer, string x)
    {
        FusedModule gateUp = _modules[2];
        string y = Project(layer, gateUp, x);
        if (_graph.FormOf(WeightNames.Matrix(layer, gateUp)) != MatrixForm.Tiles)
        {
            string[] parts = _graph.Split(y, [.. gateUp.Parts.Select(part => (long)part.Out)]);
            string gate = _graph.Node("Mul", [parts[0], _graph.Node("Sigmoid", [parts[0]])]);
            y = _graph.Node("Mul", [gate, parts[1]]);
        }

        return Project(layer, _modules[3], y);
    }

    // Of a gated module in tiles the result is already silu(gate) · up.
    private string Project(int layer, FusedModule module, string x)
    {
        string matrix = WeightNames.Matrix(layer, module);
        if (_graph.FormOf(matrix) == MatrixForm.Tiles)
        {
            return _graph.TileMatMul(
                x, matrix, module.IsGated ? module.Parts[0].Out : module.Out, module.IsGated, _graph.NewName(), layer,
                _adapters ? [Mask(module), LoraA(module), LoraB(module), LoraLive(module)] : []);
        }

        string y = _graph.MatMul(x, matrix, _graph.NewName());
        if (!_adapters)
        {
            return y;
        }

        string low = _graph.FusedNode(
            "FusedMatMul", [x, OfAdapter(LoraA(layer, module))], [_graph.NewName()], ("transB", 1L))[0];
        string masked = _graph.Node("Mul", [low, OfAdapter(Mask(module))]);
        return _graph.Node("Add", [y, _graph.Node("MatMul", [masked, OfAdapter(LoraB(layer, module))])]);
    }

    // Adapters come as 32-bit floats.
    private string OfAdapter(string input) =>
        _form.Floats == DataType.Float ? input : _graph.Cast(input, _form.Floats, _graph.NewName());

    private (string Normed, string Sum) AddAndNorm(string stream, string added, string norm)
    {
        string[] outputs = _graph.FusedNode(
            "SkipSimplifiedLayerNormalization", [stream, added, norm],
            [_graph.NewName(), "", "", _graph.NewName()], Epsilon);
        return (outputs[0], outputs[3]);
    }

    private bool KeyValuesInt8 => _form.KeyValues == Precision.Int8;

    private (string, object) Scale => ("scale", (float)(1 / Math.Sqrt(_config.HeadDim)));

    // The mean over a padded head is smaller by Size / Padded.
    private (string, object) HeadEpsilon => ("epsilon", (float)(_config.RmsNormEpsilon * _head.Size / _head.Padded));

    private (string, object) Epsilon => ("epsilon", (float)_config.RmsNormEpsilon);

    private static (string, object) Axis(long axis) => ("axis", axis);
}

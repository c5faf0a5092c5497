using System.Globalization;
using System.Runtime.InteropServices;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Onnx;
using Google.Protobuf;
using Google.Protobuf.Collections;
using static AssistantLoop.Models.Onnx.AttributeProto.Types;
using static AssistantLoop.Models.Onnx.TensorProto.Types;

namespace AssistantLoop.Inference.Graphs;

/// <summary>Adds nodes to an ONNX graph (opset 21, com.microsoft 1) over weights that are already written.</summary>
internal sealed class GraphBuilder(IReadOnlyDictionary<string, TensorProto> weights, string name = "decoder")
{
    private const int IrVersion = 10;
    private const int OpsetVersion = 21;
    private const string FusedDomain = "com.microsoft";

    private readonly GraphProto _graph = new() { Name = name };
    private readonly HashSet<string> _constants = [];
    private int _names;

    /// <summary>A name for a value that no other has.</summary>
    public string NewName() => $"t{_names++}";

    /// <summary>How a matrix was written; one that was not is in floats elsewhere.</summary>
    public MatrixForm FormOf(string matrix) =>
        weights.ContainsKey(WeightNames.Scales(matrix)) ? MatrixForm.Blocks
        : weights.TryGetValue(matrix, out TensorProto? tensor) && tensor.DataType == (int)DataType.Uint8 ? MatrixForm.Tiles
        : MatrixForm.Floats;

    /// <summary>Declares an input; a dimension is a number or the name of one that varies.</summary>
    public void Input(string name, DataType type, params object[] shape) => _graph.Input.Add(Value(name, type, shape));

    /// <summary>Declares an output.</summary>
    public void Output(string name, DataType type, params object[] shape) => _graph.Output.Add(Value(name, type, shape));

    /// <summary>Adds a node of ONNX's own operators with one output.</summary>
    public string Node(string type, string[] inputs, params (string, object)[] attributes) =>
        Add("", type, inputs, [NewName()], attributes)[0];

    /// <summary>Adds a node of ONNX Runtime's own operators.</summary>
    public string[] FusedNode(string type, string[] inputs, string[] outputs, params (string, object)[] attributes) =>
        Add(FusedDomain, type, inputs, outputs, attributes);

    /// <summary>x · matrixᵀ for a matrix [out, in] of the weights, in floats or blocks.</summary>
    public string MatMul(string x, string matrix, string output)
    {
        if (FormOf(matrix) == MatrixForm.Floats)
        {
            return FusedNode("FusedMatMul", [x, matrix], [output], ("transB", 1L))[0];
        }

        // Written as [rows, blocks, bytes of a block].
        RepeatedField<long> shape = weights[matrix].Dims;
        return FusedNode(
            "MatMulNBits", [x, matrix, WeightNames.Scales(matrix)], [output],
            ("N", shape[0]), ("K", shape[1] * BlockQuantizer.BlockSize),
            ("bits", shape[2] * 8 / BlockQuantizer.BlockSize), ("block_size", (long)BlockQuantizer.BlockSize),
            ("accuracy_level", 4L))[0];
    }

    /// <summary>x · matrixᵀ for a matrix in tiles, with adapters where their mask, A and B are given.</summary>
    /// <param name="x">[.., in].</param>
    /// <param name="matrix">The matrix.</param>
    /// <param name="columns">Width of the result.</param>
    /// <param name="gated">True where the result is silu(gate) · up.</param>
    /// <param name="output">Name of the result.</param>
    /// <param name="layer">The layer whose adapters count.</param>
    /// <param name="adapters">Mask, A, B and which tiles of B count, or nothing.</param>
    public string TileMatMul(
        string x, string matrix, int columns, bool gated, string output, int layer = 0, params string[] adapters)
    {
        long bits = weights[matrix].Dims[2] == TilePacker.BlockBytes(TilePacker.Rows, BlockQuantizer.BlockSize, 4) ? 4 : 8;
        return Add(
            OwnKernels.Domain, OwnKernels.Linear, [x, matrix, .. adapters], [output],
            [("columns", (long)columns), ("bits", bits), ("gated", gated ? 1L : 0L), ("layer", (long)layer)])[0];
    }

    /// <summary>The same numbers in another type.</summary>
    public string Cast(string x, DataType type, string output) => Add("", "Cast", [x], [output], [("to", (long)type)])[0];

    /// <summary>Attention over the cache, which it extends in place.</summary>
    public string CachedAttention(bool int8, string[] inputs, params (string, object)[] attributes) =>
        Add(OwnKernels.Domain, int8 ? OwnKernels.AttentionInt8 : OwnKernels.Attention, inputs, [NewName()], attributes)[0];

    /// <summary>Cuts the last dimension.</summary>
    public string[] Split(string x, long[] sizes) =>
        Add("", "Split", [x, Constant(sizes)], [.. sizes.Select(_ => NewName())], [("axis", -1L)]);

    /// <summary>A list of numbers.</summary>
    public string Constant(long[] values)
    {
        string name = $"const.{string.Join('_', values)}";
        if (_constants.Add(name))
        {
            _graph.Initializer.Add(new TensorProto
            {
                Name = name,
                DataType = (int)DataType.Int64,
                Dims = { values.Length },
                RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
            });
        }

        return name;
    }

    /// <summary>Writes the model beside its weight file.</summary>
    public void Save(string path)
    {
        _graph.Initializer.Add(weights.Values);
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "AssistantLoop",
            Graph = _graph,
            OpsetImport =
            {
                new OperatorSetIdProto { Domain = "", Version = OpsetVersion },
                new OperatorSetIdProto { Domain = FusedDomain, Version = 1 },
                new OperatorSetIdProto { Domain = OwnKernels.Domain, Version = 1 },
            },
        };
        WholeFile.Write(path, model.WriteTo);
    }

    private string[] Add(
        string domain, string type, string[] inputs, string[] outputs, IEnumerable<(string, object)> attributes)
    {
        _graph.Node.Add(new NodeProto
        {
            Name = $"{type}.{_graph.Node.Count}",
            Domain = domain,
            OpType = type,
            Input = { inputs },
            Output = { outputs },
            Attribute = { attributes.Select(Attribute) },
        });
        return outputs;
    }

    private static AttributeProto Attribute((string Name, object Value) attribute) => attribute.Value switch
    {
        long number => new() { Name = attribute.Name, Type = AttributeType.Int, I = number },
        float number => new() { Name = attribute.Name, Type = AttributeType.Float, F = number },
        _ => throw new ArgumentException($"Attribute {attribute.Name} is neither long nor float."),
    };

    private static ValueInfoProto Value(string name, DataType type, object[] shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = new TensorShapeProto() };
        tensor.Shape.Dim.Add(shape.Select(dimension => dimension is string varying
            ? new TensorShapeProto.Types.Dimension { DimParam = varying }
            : new() { DimValue = Convert.ToInt64(dimension, CultureInfo.InvariantCulture) }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}

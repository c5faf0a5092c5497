using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Type and shape of a model's input or output. The members about tensors throw where it is none.</summary>
public class NodeMetadata
{
    private readonly byte[] _pinnedName;
    private readonly (int ElementType, long[] Shape, string[] Symbols)? _tensor;

    internal NodeMetadata(string name, nint typeInfo)
    {
        byte[] utf8 = OrtApi.Utf8(name);
        _pinnedName = GC.AllocateUninitializedArray<byte>(utf8.Length, pinned: true);
        utf8.CopyTo(_pinnedName, 0);
        OnnxValueType = (OnnxValueType)OrtApi.GetOnnxType(typeInfo);
        if (IsTensor)
        {
            _tensor = OrtApi.GetTensorType(typeInfo);
        }
    }

    public OnnxValueType OnnxValueType { get; }

    public bool IsTensor => OnnxValueType is OnnxValueType.ONNX_TYPE_TENSOR or OnnxValueType.ONNX_TYPE_SPARSETENSOR;

    /// <summary>The dimensions; -1 where symbolic.</summary>
    public int[] Dimensions => Array.ConvertAll(Tensor.Shape, dimension => (int)dimension);

    /// <summary>The dimensions' names; empty where a dimension is a number.</summary>
    public string[] SymbolicDimensions => Tensor.Symbols;

    public TensorElementType ElementDataType => (TensorElementType)Tensor.ElementType;

    /// <summary>The .NET type of an element.</summary>
    public Type ElementType => ElementTypes.TypeOf(ElementDataType);

    public bool IsString => ElementDataType == TensorElementType.String;

    /// <summary>The node's name in memory that does not move, for as long as this object lives.</summary>
    internal nint Utf8Name => Marshal.UnsafeAddrOfPinnedArrayElement(_pinnedName, 0);

    private (int ElementType, long[] Shape, string[] Symbols) Tensor =>
        _tensor ?? throw new OnnxRuntimeException(ErrorCode.Fail, "OnnxValueType must either be a tensor or sparse tensor");
}

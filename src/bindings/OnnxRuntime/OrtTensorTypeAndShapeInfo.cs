using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Element type and shape of a tensor value.</summary>
public struct OrtTensorTypeAndShapeInfo
{
    internal OrtTensorTypeAndShapeInfo((int ElementType, long ElementCount, long[] Shape) info)
    {
        ElementDataType = (TensorElementType)info.ElementType;
        ElementCount = info.ElementCount;
        Shape = info.Shape;
    }

    public TensorElementType ElementDataType { get; private set; }

    public readonly bool IsString => ElementDataType == TensorElementType.String;

    /// <summary>The product of the dimensions.</summary>
    public long ElementCount { get; private set; }

    public readonly int DimensionsCount => Shape.Length;

    public long[] Shape { get; private set; }
}

using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>The .NET type and the size in bytes of each tensor element type.</summary>
internal static class ElementTypes
{
    private static readonly Dictionary<TensorElementType, (Type Type, int Size)> s_types = new()
    {
        [TensorElementType.Float] = (typeof(float), 4),
        [TensorElementType.UInt8] = (typeof(byte), 1),
        [TensorElementType.Int8] = (typeof(sbyte), 1),
        [TensorElementType.UInt16] = (typeof(ushort), 2),
        [TensorElementType.Int16] = (typeof(short), 2),
        [TensorElementType.Int32] = (typeof(int), 4),
        [TensorElementType.Int64] = (typeof(long), 8),
        [TensorElementType.Bool] = (typeof(bool), 1),
        [TensorElementType.Float16] = (typeof(Float16), 2),
        [TensorElementType.Double] = (typeof(double), 8),
        [TensorElementType.UInt32] = (typeof(uint), 4),
        [TensorElementType.UInt64] = (typeof(ulong), 8),
    };

    private static readonly Dictionary<Type, TensorElementType> s_elements = s_types.ToDictionary(t => t.Value.Type, t => t.Key);

    internal static Type TypeOf(TensorElementType element) =>
        element == TensorElementType.String ? typeof(string) : Find(element).Type;

    internal static int SizeOf(TensorElementType element) => Find(element).Size;

    internal static TensorElementType Of(Type type) =>
        s_elements.TryGetValue(type, out TensorElementType element)
            ? element
            : throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"Tensor of type: {type} is not supported");

    /// <summary>The number of elements of a shape. Throws on a negative dimension.</summary>
    internal static long CountOf(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
            count = checked(count * dimension);
        }

        return count;
    }

    private static (Type Type, int Size) Find(TensorElementType element) =>
        s_types.TryGetValue(element, out (Type, int) found)
            ? found
            : throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"Tensor element type: {element} is not supported");
}

using TorchSharp;
using static AssistantLoop.Bindings.LibTorch.Shim;

namespace AssistantLoop.Bindings.LibTorch;

/// <summary>
/// One argument of an operator: made implicitly from tensors, numbers, lists and the like; null is None.
/// </summary>
public readonly struct Argument
{
    internal readonly object? Object;
    internal readonly long Bits;
    internal readonly Tag Tag;

    private Argument(Tag tag, object? value, long bits = 0)
    {
        bool absent = value is null && tag is not (Tag.Int or Tag.Double or Tag.Bool);
        (Tag, Object, Bits) = (absent ? Tag.None : tag, value, bits);
    }

    /// <summary>Python's None: an optional argument left out.</summary>
    public static Argument None => default;

    public static implicit operator Argument(torch.Tensor? value) => new(Tag.Tensor, value);
    public static implicit operator Argument(long value) => new(Tag.Int, null, value);
    public static implicit operator Argument(long? value) => value is { } number ? number : None;
    public static implicit operator Argument(double value) =>
        new(Tag.Double, null, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Argument(bool value) => new(Tag.Bool, null, value ? 1 : 0);
    public static implicit operator Argument(Scalar? value) => value is null ? None : new(value.Tag, null, value.Bits);
    public static implicit operator Argument(torch.ScalarType value) => new(Tag.Int, null, (long)value);
    public static implicit operator Argument(torch.ScalarType? value) => value is { } type ? type : None;
    public static implicit operator Argument(long[]? value) => new(Tag.IntList, value);
    public static implicit operator Argument(double[]? value) => new(Tag.DoubleList, value);
    public static implicit operator Argument(torch.Tensor[]? value) => new(Tag.TensorList, value);
    public static implicit operator Argument(string? value) => new(Tag.String, value);
    public static implicit operator Argument(torch.Device? value) => new(Tag.Device, value);
    public static implicit operator Argument(torch.Generator? value) => new(Tag.Generator, value);

    /// <summary>A list that may hold None, as indexing takes.</summary>
    public static Argument Optional(torch.Tensor?[] values) => new(Tag.OptionalTensorList, values);

    /// <summary>How many longs of scratch space <see cref="Write"/> needs.</summary>
    internal int ScratchLength => Object switch
    {
        long[] list => list.Length,
        double[] list => list.Length,
        torch.Tensor?[] list => list.Length,
        string text => (System.Text.Encoding.UTF8.GetByteCount(text) + 7) / 8,
        _ => 0,
    };

    /// <summary>
    /// Writes the native form of this argument; lists go to <paramref name="scratch"/>, which is moved on.
    /// </summary>
    internal unsafe void Write(Value* target, ref long* scratch)
    {
        *target = new Value { Tag = Tag, Bits = Bits };
        switch (Object)
        {
            case null: return;
            case torch.Tensor tensor: target->Bits = tensor.Handle; return;
            case torch.Device device: (target->Bits, target->Length) = ((long)device.type, device.index); return;
            case torch.Generator generator: target->Bits = generator.Handle; return;
        }

        target->Bits = (nint)scratch;
        target->Length = ScratchLength;
        switch (Object)
        {
            case long[] list: list.CopyTo(new Span<long>(scratch, list.Length)); break;
            case double[] list: list.CopyTo(new Span<double>(scratch, list.Length)); break;
            case torch.Tensor?[] list:
                for (int i = 0; i < list.Length; i++) scratch[i] = list[i]?.Handle ?? 0;
                break;
            case string text:
                int room = ScratchLength * sizeof(long);
                target->Length = System.Text.Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, room));
                scratch += room / sizeof(long);
                return;
        }

        scratch += target->Length;
    }
}

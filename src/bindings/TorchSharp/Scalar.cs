using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

/// <summary>A number that goes with a tensor into an operator. Made implicitly from .NET's numbers.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(Shim.Tag tag, long bits) => (Tag, Bits) = (tag, bits);

    internal Shim.Tag Tag { get; }

    internal long Bits { get; }

    /// <summary>Int64, Float64 or Bool: the kind that type promotion sees.</summary>
    public torch.ScalarType Type => Tag switch
    {
        Shim.Tag.Double => torch.ScalarType.Float64,
        Shim.Tag.Bool => torch.ScalarType.Bool,
        _ => torch.ScalarType.Int64,
    };

    public static implicit operator Scalar(byte value) => Whole(value);
    public static implicit operator Scalar(sbyte value) => Whole(value);
    public static implicit operator Scalar(short value) => Whole(value);
    public static implicit operator Scalar(int value) => Whole(value);
    public static implicit operator Scalar(long value) => Whole(value);
    public static implicit operator Scalar(float value) => Real(value);
    public static implicit operator Scalar(double value) => Real(value);
    public static implicit operator Scalar(Half value) => Real((double)value);
    public static implicit operator Scalar(BFloat16 value) => Real(value.ToSingle());
    public static implicit operator Scalar(bool value) => new(Shim.Tag.Bool, value ? 1 : 0);

    /// <summary>Does nothing: a scalar holds no native memory here.</summary>
    public void Dispose()
    {
    }

    internal double Value => Tag == Shim.Tag.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    private static Scalar Whole(long value) => new(Shim.Tag.Int, value);

    private static Scalar Real(double value) => new(Shim.Tag.Double, BitConverter.DoubleToInt64Bits(value));
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static float ToSingle(this Scalar value) => (float)value.Value;
    public static double ToDouble(this Scalar value) => value.Value;
    public static int ToInt32(this Scalar value) => (int)value.ToInt64();
    public static long ToInt64(this Scalar value) => value.Tag == Shim.Tag.Double ? (long)value.Value : value.Bits;
    public static bool ToBoolean(this Scalar value) => value.Value != 0;
}

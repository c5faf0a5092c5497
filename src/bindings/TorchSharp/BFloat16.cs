using System.Globalization;

namespace TorchSharp;

/// <summary>The upper half of a 32-bit float: 8 bits of exponent, 7 of fraction.</summary>
public readonly struct BFloat16 : IEquatable<BFloat16>
{
    internal readonly ushort value;

    private BFloat16(ushort rawValue) => value = rawValue;

    /// <summary>Rounds to the nearest, ties to even, as libtorch does; a NaN stays a NaN.</summary>
    public BFloat16(float f)
    {
        uint bits = BitConverter.SingleToUInt32Bits(f);
        value = float.IsNaN(f)
            ? (ushort)((bits >> 16) | 0x0040u)
            : (ushort)((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
    }

    public static BFloat16 FromRawValue(ushort rawValue) => new(rawValue);

    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)value << 16);

    public static explicit operator float(BFloat16 bf) => bf.ToSingle();
    public static explicit operator double(BFloat16 bf) => bf.ToSingle();
    public static explicit operator BFloat16(float f) => new(f);
    public static explicit operator BFloat16(double d) => new((float)d);

    public static bool operator ==(BFloat16 a, BFloat16 b) => a.Equals(b);
    public static bool operator !=(BFloat16 a, BFloat16 b) => !a.Equals(b);

    public bool Equals(BFloat16 other) => ToSingle() == other.ToSingle();
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);
    public override int GetHashCode() => ToSingle().GetHashCode();
    public override string ToString() => ToSingle().ToString(CultureInfo.CurrentCulture);
}

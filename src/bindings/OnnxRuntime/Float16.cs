namespace Microsoft.ML.OnnxRuntime;

/// <summary>An IEEE 754 half-precision number, laid out as tensors hold it and as <see cref="Half"/> does.</summary>
public readonly struct Float16 : IEquatable<Float16>
{
    /// <summary>The sixteen bits.</summary>
    public readonly ushort value;

    /// <summary>Takes the sixteen bits as they are.</summary>
    public Float16(ushort v) => value = v;

    /// <summary>The nearest half-precision number; ties go to the even one.</summary>
    public static explicit operator Float16(float value) => new(BitConverter.HalfToUInt16Bits((Half)value));

    public static explicit operator float(Float16 value) => value.ToFloat();

    /// <summary>Equal bits; not-a-number equals nothing.</summary>
    public static bool operator ==(Float16 left, Float16 right) =>
        left.value == right.value && !Half.IsNaN(BitConverter.UInt16BitsToHalf(left.value));

    public static bool operator !=(Float16 left, Float16 right) => !(left == right);

    public float ToFloat() => (float)BitConverter.UInt16BitsToHalf(value);

    /// <summary>Equal as numbers: both zeros are equal, and so are all not-a-numbers.</summary>
    public bool Equals(Float16 other) =>
        BitConverter.UInt16BitsToHalf(value).Equals(BitConverter.UInt16BitsToHalf(other.value));

    public override bool Equals(object? obj) => obj is Float16 other && Equals(other);

    public override int GetHashCode() => BitConverter.UInt16BitsToHalf(value).GetHashCode();
}

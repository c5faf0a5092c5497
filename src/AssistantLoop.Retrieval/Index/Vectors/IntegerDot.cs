using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AssistantLoop.Retrieval.Index.Vectors;

/// <summary>
/// The dot product of two rows of codes, exact in 32 bits. All ways give the same number; <see cref="Of"/> takes the
/// fastest that the processor has. Rows hold codes from -127 to 127 and a multiple of
/// <see cref="QuantizedVector.Alignment"/> bytes, at most 100,000.
/// </summary>
internal static class IntegerDot
{
    public static int Of(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b) =>
        AvxVnni.IsSupported ? ByVnni(a, b)
        : Avx512BW.IsSupported ? ByAvx512(a, b)
        : Avx2.IsSupported ? ByAvx2(a, b)
        : ByVector(a, b);

    /// <summary>
    /// With the instruction that multiplies unsigned by signed bytes: |a| times b with the sign of a.
    /// </summary>
    public static int ByVnni(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        Vector256<int> even = Vector256<int>.Zero;
        Vector256<int> odd = Vector256<int>.Zero;
        ref sbyte firstA = ref MemoryMarshal.GetReference(a);
        ref sbyte firstB = ref MemoryMarshal.GetReference(b[..a.Length]);
        for (nuint i = 0; i < (nuint)a.Length; i += 64)
        {
            Vector256<sbyte> a0 = Vector256.LoadUnsafe(ref firstA, i);
            Vector256<sbyte> a1 = Vector256.LoadUnsafe(ref firstA, i + 32);
            even = AvxVnni.MultiplyWideningAndAdd(
                even, Avx2.Abs(a0), Avx2.Sign(Vector256.LoadUnsafe(ref firstB, i), a0));
            odd = AvxVnni.MultiplyWideningAndAdd(
                odd, Avx2.Abs(a1), Avx2.Sign(Vector256.LoadUnsafe(ref firstB, i + 32), a1));
        }

        return Vector256.Sum(even + odd);
    }

    /// <summary>With codes widened to 16 bits, 32 at a time.</summary>
    public static int ByAvx512(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        Vector512<int> sum = Vector512<int>.Zero;
        ref sbyte firstA = ref MemoryMarshal.GetReference(a);
        ref sbyte firstB = ref MemoryMarshal.GetReference(b[..a.Length]);
        for (nuint i = 0; i < (nuint)a.Length; i += 32)
        {
            sum += Avx512BW.MultiplyAddAdjacent(
                Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref firstA, i)),
                Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref firstB, i)));
        }

        return Vector512.Sum(sum);
    }

    /// <summary>With codes widened to 16 bits, 16 at a time.</summary>
    public static int ByAvx2(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        Vector256<int> sum = Vector256<int>.Zero;
        ref sbyte firstA = ref MemoryMarshal.GetReference(a);
        ref sbyte firstB = ref MemoryMarshal.GetReference(b[..a.Length]);
        for (nuint i = 0; i < (nuint)a.Length; i += 16)
        {
            sum += Avx2.MultiplyAddAdjacent(
                Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref firstA, i)),
                Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref firstB, i)));
        }

        return Vector256.Sum(sum);
    }

    /// <summary>On any processor. The sum of two products fits in 16 bits: 2 * 127 * 127 = 32,258.</summary>
    public static int ByVector(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        Vector<int> sum = Vector<int>.Zero;
        for (int i = 0; i < a.Length; i += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(a[i..]), out Vector<short> aLow, out Vector<short> aHigh);
            Vector.Widen(new Vector<sbyte>(b[i..]), out Vector<short> bLow, out Vector<short> bHigh);
            Vector.Widen((aLow * bLow) + (aHigh * bHigh), out Vector<int> low, out Vector<int> high);
            sum += low + high;
        }

        return Vector.Sum(sum);
    }
}

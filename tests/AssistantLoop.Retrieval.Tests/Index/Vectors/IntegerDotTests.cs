using System.Runtime.Intrinsics.X86;
using AssistantLoop.Retrieval.Index.Vectors;

namespace AssistantLoop.Retrieval.Tests.Index.Vectors;

public sealed class IntegerDotTests
{
    private delegate int Dot(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b);

    [Fact]
    public void The_portable_way_gives_the_exact_number() => Check(IntegerDot.ByVector);

    [Fact]
    public void The_way_chosen_gives_the_exact_number() => Check(IntegerDot.Of);

    [Fact]
    public void AVX2_gives_the_exact_number()
    {
        Assert.SkipUnless(Avx2.IsSupported, "this processor has no AVX2");
        Check(IntegerDot.ByAvx2);
    }

    [Fact]
    public void AVX512_gives_the_exact_number()
    {
        Assert.SkipUnless(Avx512BW.IsSupported, "this processor has no AVX-512BW");
        Check(IntegerDot.ByAvx512);
    }

    [Fact]
    public void AVX_VNNI_gives_the_exact_number()
    {
        Assert.SkipUnless(AvxVnni.IsSupported, "this processor has no AVX-VNNI");
        Check(IntegerDot.ByVnni);
    }

    private static void Check(Dot dot)
    {
        Random random = new(1);
        foreach (int length in new[] { 64, 128, 256, 384, 1024 })
        {
            for (int round = 0; round < 50; round++)
            {
                sbyte[] a = Codes(length), b = Codes(length);
                Assert.Equal(a.Zip(b, (x, y) => x * y).Sum(), dot(a, b));
            }

            sbyte[] least = [.. Enumerable.Repeat((sbyte)-127, length)];
            sbyte[] most = [.. Enumerable.Repeat((sbyte)127, length)];
            Assert.Equal(length * 127 * 127, dot(least, least));
            Assert.Equal(length * 127 * 127, dot(most, most));
            Assert.Equal(-length * 127 * 127, dot(least, most));
            Assert.Equal(-length * 127 * 127, dot(most, least));
        }

        sbyte[] Codes(int length) => [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128))];
    }
}

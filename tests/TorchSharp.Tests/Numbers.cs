using static TorchSharp.torch;

// The random generator, the tensor count and the number of threads belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace TorchSharp.Tests;

/// <summary>Short ways to write down tensors and to compare them.</summary>
internal static class Numbers
{
    public static Tensor Vector(params float[] values) => tensor(values);

    public static Tensor Matrix(float[,] values) => tensor(values);

    /// <summary>How many tensors managed code holds, once the forgotten ones of earlier tests are gone.</summary>
    public static long LiveTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    public static void Equal(double[] expected, Tensor actual, double tolerance = 1e-6)
    {
        using Tensor doubles = actual.detach().to(ScalarType.Float64);
        double[] found = doubles.data<double>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], tolerance);
    }

    public static void Equal(long[] expected, Tensor actual)
    {
        using Tensor whole = actual.to(ScalarType.Int64);
        Assert.Equal(expected, whole.data<long>().ToArray());
    }

    public static void Equal(bool[] expected, Tensor actual) => Assert.Equal(expected, actual.data<bool>().ToArray());
}

using AssistantLoop.Inference.Graphs;
using AssistantLoop.Models.Onnx;
using Microsoft.ML.OnnxRuntime;
using static AssistantLoop.Models.Onnx.TensorProto.Types;

namespace AssistantLoop.Inference.Tests.Kernels;

/// <summary>The operator against the same product in plain loops: integers as BlockQuantizer gives them, activations
/// rounded by blocks of 32 to the nearest of 255 steps, sums in double precision.</summary>
public sealed class QuantizedLinearTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<int, int, int, int> Shapes
    {
        get
        {
            TheoryData<int, int, int, int> shapes = [];
            foreach (int bits in new[] { 4, 8 })
            {
                // Every number of rows that is computed together, and rests; widths around a tile's 32 and its half.
                foreach ((int rows, int columns, int inputs) in new[]
                {
                    (1, 96, 64), (2, 15, 32), (3, 16, 96), (4, 17, 32), (7, 31, 64), (8, 33, 576), (13, 1, 32), (29, 48, 160),
                })
                {
                    shapes.Add(bits, rows, columns, inputs);
                }
            }

            // Large enough for several threads.
            shapes.Add(4, 19, 1000, 576);
            shapes.Add(8, 1, 2048, 576);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_product_equals_plain_loops(int bits, int rows, int columns, int inputs)
    {
        SkipWithoutKernels();
        float[] x = Values(rows * inputs, 1), matrix = Values(columns * inputs, 2);
        byte[] tiles = TilePacker.Pack(matrix, inputs, TilePacker.InOrder(columns), bits);
        AssertClose(Product(x, matrix, rows, columns, inputs, bits), Run(x, tiles, rows, columns, inputs, bits, gated: false));
    }

    [Theory]
    [InlineData(4, 5, 16, 64)]
    [InlineData(8, 9, 84, 96)]
    [InlineData(4, 1, 1536, 576)]
    public void A_gated_product_is_the_up_half_times_the_silu_of_the_gate(int bits, int rows, int inner, int inputs)
    {
        SkipWithoutKernels();
        float[] x = Values(rows * inputs, 3), matrix = Values(2 * inner * inputs, 4);
        double[] both = Product(x, matrix, rows, 2 * inner, inputs, bits);
        double[] expected = [.. Enumerable.Range(0, rows * inner).Select(i =>
        {
            (int row, int column) = Math.DivRem(i, inner);
            double gate = both[(row * 2 * inner) + column], up = both[(row * 2 * inner) + inner + column];
            return gate / (1 + Math.Exp(-gate)) * up;
        })];
        byte[] tiles = TilePacker.Pack(matrix, inputs, TilePacker.Gated(inner), bits);
        AssertClose(expected, Run(x, tiles, rows, inner, inputs, bits, gated: true));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_makes_its_row_not_finite_and_no_other(float wrong)
    {
        SkipWithoutKernels();
        float[] x = Values(3 * 64, 1), matrix = Values(40 * 64, 2);
        x[64 + 5] = wrong;
        byte[] tiles = TilePacker.Pack(matrix, 64, TilePacker.InOrder(40), 8);
        float[] y = Run(x, tiles, 3, 40, 64, 8, gated: false);
        Assert.All(y[40..80], value => Assert.False(float.IsFinite(value)));
        Assert.All(y[..40].Concat(y[80..]), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_row_of_zeros_gives_zeros()
    {
        SkipWithoutKernels();
        byte[] tiles = TilePacker.Pack(Values(40 * 32, 2), 32, TilePacker.InOrder(40), 4);
        Assert.All(Run(new float[32], tiles, 1, 40, 32, 4, gated: false), value => Assert.Equal(0, value));
    }

    public void Dispose() => _temporary.Dispose();

    private static void SkipWithoutKernels() =>
        Assert.SkipUnless(OwnKernels.Available, "This processor lacks AVX-512 VNNI, which the kernels need.");

    private static double[] Product(float[] x, float[] matrix, int rows, int columns, int inputs, int bits)
    {
        double[] activations = Rounded(x), weights = Dequantized(matrix, bits);
        var y = new double[rows * columns];
        for (int i = 0; i < y.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, columns);
            y[i] = Enumerable.Range(0, inputs).Sum(k => activations[(row * inputs) + k] * weights[(column * inputs) + k]);
        }

        return y;
    }

    private static double[] Rounded(float[] x) => [.. x.Chunk(32).SelectMany(block =>
    {
        double scale = block.Max(Math.Abs) / 127.0;
        return block.Select(value => scale == 0 ? 0 : Math.Round(value / scale) * scale);
    })];

    private static double[] Dequantized(float[] matrix, int bits) => [.. matrix.Chunk(32).SelectMany(block =>
    {
        var quantized = new byte[32];
        double scale = (double)BlockQuantizer.QuantizeBlock(block, bits, quantized);
        return quantized.Select(q => (q - (1 << (bits - 1))) * scale);
    })];

    private float[] Run(float[] x, byte[] tiles, int rows, int columns, int inputs, int bits, bool gated)
    {
        string folder = Directory.CreateDirectory(_temporary["graph"]).FullName, path = Path.Combine(folder, "graph.onnx");
        using (var weights = new ExternalDataWriter(Path.Combine(folder, "weights")))
        {
            int block = TilePacker.BlockBytes(TilePacker.Rows, BlockQuantizer.BlockSize, bits);
            weights.Add("w", DataType.Uint8, [tiles.Length / (inputs / 32 * block), inputs / 32, block], tiles);
            var graph = new GraphBuilder(weights.Tensors);
            graph.Input("x", DataType.Float, "R", inputs);
            graph.Output("y", DataType.Float, "R", columns);
            graph.TileMatMul("x", "w", columns, gated, "y");
            graph.Save(path);
        }

        using var options = new SessionOptions { IntraOpNumThreads = 2 };
        using InferenceSession session = OwnKernels.Open(path, options);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(x, [rows, inputs]);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["x"], [input], ["y"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    // A value that stands between two steps may be rounded the other way in single precision: one step of one product.
    private static void AssertClose(double[] expected, float[] actual)
    {
        double spread = Math.Sqrt(expected.Average(value => value * value));
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / spread, 0, 2e-3);
        Assert.InRange(Math.Sqrt(expected.Zip(actual, (e, a) => (e - a) * (e - a)).Average()) / spread, 0, 2e-4);
    }

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}

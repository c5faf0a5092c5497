using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Tests.Decoding;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Lora;

public sealed class DoraTests
{
    private const int In = 5, Out = 4, Rank = 2;

    private static readonly AdapterConfig s_config =
        new() { Rank = Rank, Alpha = 3, Dora = true, TargetModules = AdapterConfig.AllLinear };

    [Fact]
    public void A_new_adapter_changes_no_bit()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        float[] before = LoraRuns.Logits(decoder);
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config, seed: 1);
        Assert.Equal(before, LoraRuns.Logits(decoder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_output_is_that_of_rows_brought_to_their_magnitudes(bool merged)
    {
        using Layer layer = new();
        double[,] dense = layer.Dense(), x = layer.Inputs;
        if (merged) layer.Module.Merge();
        float[] actual = DecoderFiles.Values(layer.Module.call(layer.Input));
        for (int t = 0; t < 3; t++)
        {
            for (int o = 0; o < Out; o++)
            {
                double expected = layer.Bias[o];
                for (int i = 0; i < In; i++) expected += dense[o, i] * x[t, i];
                Assert.Equal(expected, actual[(t * Out) + o], 1e-5);
            }
        }
    }

    // With the norm n as a constant: dm = sum c · z / n, dB = s · sum (c m / n) (A x)', dA = s · sum B'(c m / n) x'.
    [Fact]
    public void The_gradient_takes_the_norm_for_a_constant()
    {
        using Layer layer = new();
        (double[] norms, double s) = (layer.Norms(), s_config.Scale);
        double[] dm = new double[Out], db = new double[Out * Rank], da = new double[Rank * In];
        for (int t = 0; t < 3; t++)
        {
            for (int o = 0; o < Out; o++)
            {
                double c = layer.Weighting[t, o], g = c * layer.Magnitude[o] / norms[o];
                for (int i = 0; i < In; i++) dm[o] += c * layer.Sum(o, i) * layer.Inputs[t, i] / norms[o];
                for (int r = 0; r < Rank; r++)
                {
                    for (int i = 0; i < In; i++)
                    {
                        db[(o * Rank) + r] += s * g * layer.A[r, i] * layer.Inputs[t, i];
                        da[(r * In) + i] += s * g * layer.B[o, r] * layer.Inputs[t, i];
                    }
                }
            }
        }

        (layer.Module.call(layer.Input) * layer.Weights).sum().backward();
        AssertClose(dm, layer.Module.lora_magnitude_vector!);
        AssertClose(db, layer.Module.lora_B);
        AssertClose(da, layer.Module.lora_A);

        static void AssertClose(double[] expected, Parameter parameter) => Assert.All(
            expected.Zip(DecoderFiles.Values(parameter.grad!)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Merged_equals_unmerged_and_unmerging_restores_every_bit()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config(ModelConfig.Qwen2));
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config, seed: 1);
        LoraRuns.Learn(decoder, adapter);
        float[] apart = LoraRuns.Logits(decoder);
        Dictionary<string, float[]> before = SmallModels.Weights(decoder);
        adapter.Merge();
        Assert.All(apart.Zip(LoraRuns.Logits(decoder)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        adapter.Unmerge();
        Assert.Equal(before, SmallModels.Weights(decoder));
        Assert.Equal(apart, LoraRuns.Logits(decoder));
    }

    [Fact]
    public void A_saved_adapter_computes_the_same_when_it_is_loaded()
    {
        using TempFolder temp = new();
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        float[] adapted;
        using (LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config, seed: 1))
        {
            float[] before = adapter.ToPeft(null).Modules["model.layers.0.mlp.up_proj"].Magnitude!;
            LoraRuns.Learn(decoder, adapter);
            Assert.NotEqual(before, adapter.ToPeft(null).Modules["model.layers.0.mlp.up_proj"].Magnitude);
            adapted = LoraRuns.Logits(decoder);
            adapter.ToPeft(null).Save(temp.In("adapter"));
        }

        using LoraAdapter again = LoraAdapter.Attach(decoder, PeftAdapter.Load(temp.In("adapter"), decoder.Config));
        Assert.Equal(adapted, LoraRuns.Logits(decoder));
    }

    [Fact]
    public void A_row_of_zeros_stays_zeros()
    {
        using Projection projection = new(In, Out, hasBias: false);
        using Generator generator = new(1);
        projection.weight.requires_grad = false;
        projection.weight.zero_();
        using LoraLinear module = LoraLinear.FromBase(projection, s_config, generator);
        Assert.All(DecoderFiles.Values(module.call(ones(1, In))), value => Assert.Equal(0, value));
    }

    /// <summary>One module with random numbers, and the same numbers for loops.</summary>
    private sealed class Layer : IDisposable
    {
        private readonly Projection _projection = new(In, Out, hasBias: true);
        private readonly Generator _generator = new(5);
        private readonly double[,] _weight;

        public Layer()
        {
            _weight = Fill(_projection.weight);
            Bias = [.. Fill(_projection.bias!.unsqueeze(0)).Cast<double>()];
            _projection.weight.requires_grad = _projection.bias.requires_grad = false;
            Module = LoraLinear.FromBase(_projection, s_config, _generator);
            (A, B) = (Fill(Module.lora_A), Fill(Module.lora_B));
            Magnitude = [.. Fill(Module.lora_magnitude_vector!.unsqueeze(0)).Cast<double>()];
            (Input, Weights) = (empty(3, In), empty(3, Out));
            (Inputs, Weighting) = (Fill(Input), Fill(Weights));
        }

        public LoraLinear Module { get; }

        public Tensor Input { get; }

        public Tensor Weights { get; }

        public double[,] Inputs { get; }

        public double[,] Weighting { get; }

        public double[,] A { get; }

        public double[,] B { get; }

        public double[] Bias { get; }

        public double[] Magnitude { get; }

        /// <summary>W + scale · B A at a place; alpha is 3 and the rank 2.</summary>
        public double Sum(int o, int i)
        {
            double sum = _weight[o, i];
            for (int r = 0; r < Rank; r++) sum += 3.0 / 2 * B[o, r] * A[r, i];
            return sum;
        }

        public double[] Norms() => [.. Enumerable.Range(0, Out).Select(o =>
            Math.Sqrt(Enumerable.Range(0, In).Sum(i => Sum(o, i) * Sum(o, i))))];

        public double[,] Dense()
        {
            double[] norms = Norms();
            double[,] dense = new double[Out, In];
            for (int o = 0; o < Out; o++)
                for (int i = 0; i < In; i++)
                    dense[o, i] = Magnitude[o] * Sum(o, i) / norms[o];
            return dense;
        }

        public void Dispose()
        {
            Module.Dispose();
            _projection.Dispose();
            _generator.Dispose();
        }

        private double[,] Fill(Tensor tensor)
        {
            using IDisposable frozen = no_grad();
            tensor.uniform_(-1, 1, _generator);
            float[] values = DecoderFiles.Values(tensor);
            double[,] copy = new double[tensor.size(0), tensor.size(1)];
            for (int i = 0; i < values.Length; i++) copy[i / copy.GetLength(1), i % copy.GetLength(1)] = values[i];
            return copy;
        }
    }
}

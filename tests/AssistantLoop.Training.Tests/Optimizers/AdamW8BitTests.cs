using AssistantLoop.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Optimizers;

public sealed class AdamW8BitTests
{
    [Theory]
    [InlineData(0.999)]
    [InlineData(0.95)]
    public void It_learns_as_AdamW_does(double beta2)
    {
        using Regression wide = new(), narrow = new();
        using AdamW adamW = optim.AdamW(wide.Parameters, 1e-2, beta2: beta2, weight_decay: 0.01);
        using AdamW8Bit adamW8 = new(narrow.Parameters, 1e-2, beta2: beta2, weightDecay: 0.01);
        double[] expected = wide.Train(adamW, 200), actual = narrow.Train(adamW8, 200);
        Assert.True(expected[^1] < expected[0] / 20, $"AdamW itself went from {expected[0]} to {expected[^1]}.");
        Assert.Equal(1, Tail(actual) / Tail(expected), 0.05);

        static double Tail(double[] losses) => losses[^20..].Average();
    }

    // With one weight, its share is 1 and so exact, and so is every step.
    [Fact]
    public void One_weight_moves_as_the_paper_says()
    {
        using Parameter weight = nn.Parameter(tensor(new[] { 1f }));
        using AdamW8Bit optimizer = new([weight], lr: 0.1, beta1: 0.9, beta2: 0.99, eps: 0.01, weightDecay: 0.5);
        double expected = 1, mean = 0, square = 0;
        for (int step = 1; step <= 5; step++)
        {
            double gradient = step - 2.5;
            weight.grad = tensor(new[] { (float)gradient });
            optimizer.step();
            mean = (0.9 * mean) + (0.1 * gradient);
            square = (0.99 * square) + (0.01 * gradient * gradient);
            expected *= 1 - (0.1 * 0.5);
            expected -= 0.1 * (mean / (1 - Math.Pow(0.9, step)))
                / (Math.Sqrt(square / (1 - Math.Pow(0.99, step))) + 0.01);
            Assert.Equal(expected, weight.item<float>(), 1e-6);
        }
    }

    // Beside a gradient of 1e6 one of 1 has a square of a share of 1e-12, below the smallest code.
    [Fact]
    public void A_small_gradient_beside_a_great_one_moves_its_weight_by_a_few_steps_at_most()
    {
        using Parameter weights = nn.Parameter(zeros(256));
        using AdamW8Bit optimizer = new([weights], lr: 1e-3);
        float[] before = new float[256];
        float[] gradient = [.. Enumerable.Range(0, 256).Select(i => i == 0 ? 1e6f : MathF.Pow(10, -i / 32f))];
        for (int step = 0; step < 50; step++)
        {
            weights.grad = tensor(gradient.Select(value => step % 7 == 6 ? -value : value).ToArray());
            optimizer.step();
            float[] after = weights.data<float>().ToArray();
            Assert.All(before.Zip(after), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.01));
            before = after;
        }
    }

    [Fact]
    public void Its_state_takes_at_most_three_tenths_of_AdamWs()
    {
        using Regression wide = new(), narrow = new();
        using AdamW adamW = optim.AdamW(wide.Parameters);
        using AdamW8Bit adamW8 = new(narrow.Parameters);
        long expected = adamW.state_dict().State.Cast<AdamW.State>()
            .Sum(state => Bytes(state.exp_avg) + Bytes(state.exp_avg_sq) + sizeof(long));
        long actual = narrow.Parameters.Sum(parameter => adamW8.StateOf(parameter).Values.Sum(Bytes));
        Assert.InRange(actual / (double)expected, 0.25, 0.30);

        static long Bytes(Tensor tensor) => tensor.numel() * tensor.element_size();
    }

    [Fact]
    public void A_saved_state_goes_on_bit_for_bit()
    {
        using Regression whole = new(), first = new(), second = new();
        using AdamW8Bit wholeOptimizer = new(whole.Parameters, 1e-2), firstOptimizer = new(first.Parameters, 1e-2);
        whole.Train(wholeOptimizer, 7);
        first.Train(firstOptimizer, 4);

        using AdamW8Bit secondOptimizer = new(second.Parameters, 1e-2);
        using (no_grad())
        {
            foreach ((Parameter from, Parameter to) in first.Parameters.Zip(second.Parameters))
            {
                to.copy_(from);
                foreach ((string name, Tensor saved) in firstOptimizer.StateOf(from))
                    secondOptimizer.StateOf(to)[name].copy_(saved);
            }
        }

        second.Train(secondOptimizer, 3);
        Assert.All(whole.Parameters.Zip(second.Parameters), pair =>
            Assert.Equal(pair.First.data<float>().ToArray(), pair.Second.data<float>().ToArray()));
    }

    [Fact]
    public void Groups_have_rates_of_their_own_and_what_has_no_gradient_stays()
    {
        using Parameter slow = nn.Parameter(zeros(3)), fast = nn.Parameter(zeros(3)), idle = nn.Parameter(ones(3));
        using AdamW8Bit optimizer = new(
            [new AdamW.ParamGroup([slow, idle], lr: 0.1), new AdamW.ParamGroup([fast], lr: 0.1)]);
        foreach (optim.ILearningRateController group in optimizer.ParamGroups.Skip(1)) group.LearningRate = 0.4;
        (slow.grad, fast.grad) = (ones(3), ones(3));
        optimizer.step();
        Assert.Equal(-0.1f, slow.data<float>()[0], 1e-6f);
        Assert.Equal(-0.4f, fast.data<float>()[0], 1e-6f);
        Assert.Equal([1f, 1f, 1f], idle.data<float>().ToArray());
        Assert.Equal(0, optimizer.StateOf(idle)["step"].item<long>());
    }

    [Fact]
    public void Weights_past_one_slice_are_updated_like_the_first()
    {
        using Parameter weights = nn.Parameter(zeros(300_000));
        using AdamW8Bit optimizer = new([weights], lr: 0.1);
        weights.grad = ones(300_000);
        optimizer.step();
        Assert.All(weights.data<float>().ToArray(), weight => Assert.Equal(-0.1f, weight, 1e-6f));
    }

    [Fact]
    public void What_it_cannot_do_is_refused()
    {
        using Parameter weight = nn.Parameter(zeros(3));
        Assert.Throws<ArgumentException>(() => new AdamW8Bit([new AdamW.ParamGroup([weight], amsgrad: true)]));
    }

    /// <summary>A layer of tanh that learns what another one, seeded too, makes of random inputs.</summary>
    private sealed class Regression : IDisposable
    {
        private readonly Tensor _inputs, _targets;

        public Regression()
        {
            using Generator generator = new(4);
            Tensor Drawn(double deviation, params long[] shape)
            {
                Tensor drawn = empty(shape);
                return nn.init.normal_(drawn, 0, deviation, generator);
            }

            _inputs = Drawn(1, 256, 16);
            _targets = _inputs.matmul(Drawn(0.3, 16, 24)).tanh().matmul(Drawn(0.5, 24, 4));
            Parameters = [
                nn.Parameter(Drawn(0.25, 64, 16)), nn.Parameter(zeros(64)),
                nn.Parameter(Drawn(0.12, 4, 64)), nn.Parameter(zeros(4)),
            ];
        }

        public IReadOnlyList<Parameter> Parameters { get; }

        /// <summary>The mean squared error before each step.</summary>
        public double[] Train(optim.Optimizer optimizer, int steps)
        {
            List<double> losses = [];
            for (int step = 0; step < steps; step++)
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                Tensor inner = nn.functional.linear(_inputs, Parameters[0], Parameters[1]).tanh();
                Tensor loss = nn.functional.mse_loss(
                    nn.functional.linear(inner, Parameters[2], Parameters[3]), _targets);
                loss.backward();
                losses.Add(loss.item<float>());
                optimizer.step();
            }

            return [.. losses];
        }

        public void Dispose()
        {
            foreach (Tensor tensor in Parameters.Append(_inputs).Append(_targets)) tensor.Dispose();
        }
    }
}

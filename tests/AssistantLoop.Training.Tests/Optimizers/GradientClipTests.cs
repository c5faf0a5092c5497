using AssistantLoop.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Optimizers;

public sealed class GradientClipTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    [InlineData(1000)]
    public void Gradients_and_norm_are_those_of_the_librarys_clip_bit_for_bit(double most)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(5);
        Parameter[] mine = [.. Parameters(generator, out Parameter[] theirs)];
        Tensor norm = GradientClip.Apply(mine, most);
        Assert.Equal(nn.utils.clip_grad_norm_(theirs, most), norm.item<double>());
        foreach ((Parameter one, Parameter other) in mine.Zip(theirs)) Assert.True(one.grad!.Equals(other.grad!));
    }

    [Fact]
    public void A_long_gradient_ends_as_long_as_allowed()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter weight = nn.Parameter(zeros(2));
        weight.grad = tensor(new[] { 3f, 4f });
        Assert.Equal(5, GradientClip.Apply([weight], 2).item<double>());
        // By hand: 2 / (5 + 1e-6) of 3 and 4.
        Assert.Equal([1.2f, 1.6f], weight.grad.data<float>().ToArray().Select(value => MathF.Round(value, 5)));
    }

    [Fact]
    public void Without_gradients_the_norm_is_zero() =>
        Assert.Equal(0, GradientClip.Apply([nn.Parameter(zeros(2))], 1).item<double>());

    private static Parameter[] Parameters(Generator generator, out Parameter[] copies)
    {
        long[][] shapes = [[3, 5], [7], [2, 2, 2]];
        List<Parameter> all = [], others = [];
        foreach (long[] shape in shapes)
        {
            Tensor gradient = zeros(shape).normal_(0, 1, generator);
            all.Add(nn.Parameter(zeros(shape)));
            others.Add(nn.Parameter(zeros(shape)));
            (all[^1].grad, others[^1].grad) = (gradient, gradient.clone());
        }

        copies = [.. others];
        return [.. all];
    }
}

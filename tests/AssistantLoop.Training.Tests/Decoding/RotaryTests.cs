using AssistantLoop.Training.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Decoding;

public sealed class RotaryTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.BFloat16, 1e-6)]
    public void Whole_heads_are_turned_as_their_halves_are_there_and_back(ScalarType type, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(1);
        using Rotary rotary = new(SmallModels.Config() with { HeadDim = 8 });
        RotaryAngles halves = rotary.At(tensor(new[] { 0L, 1, 2, 0, 31 }), 32, ScalarType.Float32, CPU);
        Tensor one = zeros(5, 3, 8).normal_(0, 1, generator).to(type).requires_grad_();
        Tensor other = one.detach().clone().requires_grad_();
        Tensor wide = halves.Turn(one.to(ScalarType.Float32)), whole = halves.OfWholeHeads().Turn(other);
        Assert.Equal(ScalarType.Float32, whole.dtype);
        Assert.True(wide.allclose(whole, 0, tolerance));
        Tensor slope = zeros_like(wide).normal_(0, 1, generator);
        wide.backward([slope]);
        whole.backward([slope]);

        // The way back of narrow heads is rounded once more, in each half's sum.
        Assert.True(one.grad!.allclose(other.grad!, 0.02, type == ScalarType.BFloat16 ? 0.02 : tolerance));
    }

    [Fact]
    public void A_turn_keeps_the_length_of_each_pair()
    {
        using DisposeScope scope = NewDisposeScope();
        using Rotary rotary = new(SmallModels.Config() with { HeadDim = 4 });
        Tensor x = tensor(new[] { 3f, 5f, 4f, 12f }).view(1, 1, 4);
        float[] turned = rotary.At(tensor(new[] { 7L }), 8, ScalarType.Float32, CPU).OfWholeHeads().Turn(x)
            .data<float>().ToArray();
        Assert.Equal(5, Math.Sqrt((turned[0] * turned[0]) + (turned[2] * turned[2])), 4);
        Assert.Equal(13, Math.Sqrt((turned[1] * turned[1]) + (turned[3] * turned[3])), 4);
    }
}

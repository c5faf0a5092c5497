using TorchSharp.Modules;
using static TorchSharp.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class OptimizerTests
{
    private static readonly double[][] Gradients = [[0.5, -1, 2], [-0.25, 3, 0.125], [1, 1, -4]];

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.1, false)]
    [InlineData(0.1, true)]
    public void AdamW_follows_its_formula_for_three_steps(double decay, bool amsgrad)
    {
        const double Rate = 0.01, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-6;
        using var parameter = new Parameter(tensor(new[] { 1.0, -2, 3 }));
        using AdamW optimizer = optim.AdamW([parameter], Rate, Beta1, Beta2, Epsilon, decay, amsgrad);
        double[] expected = [1, -2, 3], mean = new double[3], square = new double[3], largest = new double[3];
        for (int step = 1; step <= 3; step++)
        {
            for (int i = 0; i < 3; i++)
            {
                double gradient = Gradients[step - 1][i];
                expected[i] -= Rate * decay * expected[i];
                mean[i] = (Beta1 * mean[i]) + ((1 - Beta1) * gradient);
                square[i] = (Beta2 * square[i]) + ((1 - Beta2) * gradient * gradient);
                largest[i] = amsgrad ? Math.Max(largest[i], square[i]) : square[i];
                double corrected = mean[i] / (1 - Math.Pow(Beta1, step));
                double scale = Math.Sqrt(largest[i] / (1 - Math.Pow(Beta2, step))) + Epsilon;
                expected[i] -= Rate * corrected / scale;
            }

            parameter.grad = tensor(Gradients[step - 1]);
            optimizer.step();
            Equal(expected, parameter, 1e-12);
        }
    }

    [Fact]
    public void The_defaults_are_the_public_packages()
    {
        using var parameter = new Parameter(Vector(1));
        using AdamW optimizer = optim.AdamW([parameter]);
        var options = (AdamW.Options)optimizer.state_dict().Options[0];
        Assert.Equal((1e-3, 0.9, 0.999), (options.LearningRate, options.beta1, options.beta2));
        Assert.Equal((1e-8, 0.0, false), (options.eps, options.weight_decay, options.amsgrad));
        Assert.Equal((0.9, 0.999), optimizer.Betas);
        Assert.Throws<ArgumentException>(() => optim.AdamW([parameter], lr: -1));
        Assert.Throws<ArgumentException>(() => optim.AdamW([parameter], beta1: 1));
    }

    [Fact]
    public void Groups_have_rates_of_their_own_that_can_be_changed()
    {
        using Parameter fast = new(Vector(0)), slow = new(Vector(0));
        AdamW.ParamGroup[] groups =
        [
            new() { Parameters = [fast], Options = new AdamW.Options { LearningRate = 0.5 } },
            new() { Parameters = [slow] },
        ];
        using AdamW optimizer = optim.AdamW(groups, lr: 0.25);
        fast.grad = Vector(1);
        slow.grad = Vector(1);
        optimizer.step();
        Equal([-0.5], fast, 1e-5);
        Equal([-0.25], slow, 1e-5);
        foreach (var group in optimizer.ParamGroups) group.LearningRate = 0;
        optimizer.step();
        Equal([-0.5], fast, 1e-5);
        Assert.Equal([0.5, 0.25], optimizer.ParamGroups.Select(group => group.InitialLearningRate));
    }

    [Fact]
    public void Parameters_without_a_gradient_stay_as_they_are()
    {
        using Parameter moved = new(Vector(1)), still = new(Vector(1));
        using AdamW optimizer = optim.AdamW([moved, still], lr: 0.1, weight_decay: 0.5);
        moved.grad = Vector(1);
        optimizer.step();
        still.grad = Vector(1);
        optimizer.step();
        Assert.Equal([2L, 1], optimizer.state_dict().State.Cast<AdamW.State>().Select(state => state.step));
        Equal([(1 * 0.95) - 0.1], still, 1e-6);
        optimizer.zero_grad();
        Equal([0], moved.grad!);
    }

    [Fact]
    public void A_loaded_state_goes_on_exactly_where_it_was_taken()
    {
        using Parameter first = new(Vector(1, 2)), second = new(Vector(0, 0));
        using AdamW one = optim.AdamW([first], lr: 0.1), other = optim.AdamW([second], lr: 0.3);
        first.grad = Vector(0.5f, -3);
        one.step();
        other.load_state_dict(one.state_dict());
        using (no_grad()) second.copy_(first);
        foreach ((Parameter parameter, AdamW optimizer) in new[] { (first, one), (second, other) })
        {
            parameter.grad = Vector(1, 1);
            optimizer.step();
        }

        Assert.True(first.Equals(second));
    }

    [Fact]
    public void Steps_inside_a_scope_keep_the_optimizers_state()
    {
        using var parameter = new Parameter(Vector(1));
        using AdamW optimizer = optim.AdamW([parameter], amsgrad: true);
        for (int i = 0; i < 3; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            parameter.grad = Vector(1);
            optimizer.step();
        }

        var state = (AdamW.State)optimizer.state_dict().State[0];
        Assert.False(state.exp_avg.IsInvalid || state.exp_avg_sq.IsInvalid || state.max_exp_avg_sq!.IsInvalid);
    }

    [Fact]
    public void A_closure_gives_the_loss_of_the_step()
    {
        using var parameter = new Parameter(Vector(3));
        using AdamW optimizer = optim.AdamW([parameter], 0.5);
        Tensor? loss = optimizer.step(() =>
        {
            Tensor value = parameter.pow(2).sum();
            value.backward();
            return value;
        });
        Assert.Equal(9f, loss!.item<float>());
        Equal([2.5], parameter, 1e-5);
    }
}

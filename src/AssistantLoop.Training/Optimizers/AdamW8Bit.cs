using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Optimizers;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, algorithm 2) that keeps both means in 8 bits (Dettmers et al. 2022): 2.03 bytes a
/// weight in place of 8. The means are wide only while a step works on them, at most 262,144 of each at once.
/// </summary>
public sealed class AdamW8Bit : OptimizerHelper
{
    private const int Slice = 1024 * BlockCode.Block;

    private readonly Dictionary<Parameter, State> _states = new(ReferenceEqualityComparer.Instance);

    /// <summary>All parameters alike; the arguments are those of <see cref="AdamW"/>.</summary>
    public AdamW8Bit(
        IEnumerable<Parameter> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weightDecay = 0)
        : this([new AdamW.ParamGroup(parameters, lr, beta1, beta2, eps, weightDecay)])
    {
    }

    /// <summary>Groups with options of their own.</summary>
    /// <exception cref="ArgumentException">A group lacks options or asks for amsgrad or maximize.</exception>
    public AdamW8Bit(IEnumerable<AdamW.ParamGroup> groups)
    {
        _parameter_groups = [];
        foreach (AdamW.ParamGroup group in groups) add_param_group(group);
    }

    public override void add_param_group(ParamGroup param_group)
    {
        if (param_group.Options is not AdamW.Options { amsgrad: not true, maximize: not true })
        {
            throw new ArgumentException(
                "A group must have AdamW's options, without amsgrad and maximize.", nameof(param_group));
        }

        param_group.Parameters = [.. param_group.Parameters];
        _parameter_groups.Add(param_group);
        foreach (Parameter parameter in param_group.Parameters)
            _states.Add(parameter, new State(parameter.numel(), parameter.device));
    }

    /// <summary>
    /// What is kept of a parameter, by name. These are the tensors themselves: saved as they are and copied into again,
    /// they go on bit for bit.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateOf(Parameter parameter) => _states[parameter].Tensors;

    /// <exception cref="NotSupportedException">Always: use <see cref="StateOf"/>.</exception>
    public override StateDictionary state_dict() =>
        throw new NotSupportedException($"The state in 8 bits is read and written by {nameof(StateOf)}.");

    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = closure?.Invoke();
        using IDisposable frozen = no_grad();
        foreach (ParamGroup group in _parameter_groups)
            foreach (Parameter parameter in group.Parameters)
                Step((AdamW.Options)group.Options!, parameter, _states[parameter]);
        return loss;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        foreach (Tensor tensor in _states.Values.SelectMany(state => state.Tensors.Values)) tensor.Dispose();
        _states.Clear();
    }

    private static void Step(AdamW.Options options, Parameter parameter, State state)
    {
        using DisposeScope scope = NewDisposeScope();
        if (parameter.grad is not { } gradient) return;
        state.Step.add_(1);
        long step = state.Step.item<long>();
        Tensor weights = parameter.view(-1), gradients = gradient.reshape(-1).to(ScalarType.Float32);
        for (long start = 0; start < weights.numel(); start += Slice)
        {
            using DisposeScope wide = NewDisposeScope();
            long count = Math.Min(Slice, weights.numel() - start);
            Update(
                options, step, weights.narrow(0, start, count), gradients.narrow(0, start, count),
                state.From(start, count));
        }
    }

    private static void Update(AdamW.Options options, long step, Tensor weights, Tensor gradient, State state)
    {
        double rate = options.LearningRate!.Value, beta1 = options.beta1!.Value, beta2 = options.beta2!.Value;
        Tensor mean = BlockCode.DecodeSigned(state.Means, state.MeanScales).mul_(beta1).add_(gradient, 1 - beta1);
        Tensor square = BlockCode.DecodeUnsigned(state.Squares, state.SquareScales)
            .mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
        BlockCode.EncodeSigned(mean, state.Means, state.MeanScales);
        BlockCode.EncodeUnsigned(square, state.Squares, state.SquareScales, step);

        Tensor root = square.sqrt_().div_(Math.Sqrt(1 - Math.Pow(beta2, step))).add_(options.eps!.Value);
        weights.mul_(1 - (rate * options.weight_decay!.Value));
        weights.addcdiv_(mean, root, -rate / (1 - Math.Pow(beta1, step)));
    }

    // Codes by weight, scales by block of 256 weights. The step stays on the processor, where reading it waits for nothing.
    private sealed record State(Tensor Step, Tensor Means, Tensor MeanScales, Tensor Squares, Tensor SquareScales)
    {
        public State(long count, Device device)
            : this(
                Kept(1, ScalarType.Int64, CPU),
                Kept(count, ScalarType.Int8, device),
                Kept(BlockCode.Blocks(count), ScalarType.Float32, device),
                Kept(count, ScalarType.Byte, device),
                Kept(BlockCode.Blocks(count), ScalarType.Float32, device))
        {
        }

        public IReadOnlyDictionary<string, Tensor> Tensors => new Dictionary<string, Tensor>
        {
            ["step"] = Step,
            ["exp_avg.codes"] = Means,
            ["exp_avg.scales"] = MeanScales,
            ["exp_avg_sq.codes"] = Squares,
            ["exp_avg_sq.scales"] = SquareScales,
        };

        public State From(long start, long count)
        {
            long block = start / BlockCode.Block, blocks = BlockCode.Blocks(count);
            return new State(
                Step,
                Means.narrow(0, start, count),
                MeanScales.narrow(0, block, blocks),
                Squares.narrow(0, start, count),
                SquareScales.narrow(0, block, blocks));
        }

        private static Tensor Kept(long count, ScalarType type, Device device) =>
            zeros(count, type, device).DetachFromDisposeScope();
    }
}

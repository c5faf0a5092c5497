using AssistantLoop.Bindings.LibTorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static AdamW AdamW(
                IEnumerable<Parameter> parameters,
                double lr = 1e-3,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(
                IEnumerable<AdamW.ParamGroup> parameters,
                double lr = 1e-3,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>
    /// AdamW (Loshchilov and Hutter 2019, algorithm 2): Adam with weight decay apart from the gradient. All parameters of
    /// a group go through one call per line of the formula (libtorch's _foreach operators).
    /// </summary>
    public class AdamW : OptimizerHelper, optim.IBetas
    {
        private static readonly Operator
            s_mul_ = new("_foreach_mul_", "Scalar"), s_add_ = new("_foreach_add_", "List"),
            s_addcmul_ = new("_foreach_addcmul_", "Scalar"), s_sqrt = new("_foreach_sqrt"),
            s_div_ = new("_foreach_div_", "Scalar"), s_addScalar_ = new("_foreach_add_", "Scalar"),
            s_addcdiv_ = new("_foreach_addcdiv_", "Scalar"),
            s_neg = new("_foreach_neg");

        private readonly Options defaults;

        public AdamW(
            IEnumerable<Parameter> parameters,
            double lr = 1e-3,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-8,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        public AdamW(
            IEnumerable<ParamGroup> parameters,
            double lr = 1e-3,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-8,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (eps < 0) throw new ArgumentException($"Invalid ε: {eps}");
            if (beta1 is < 0 or >= 1) throw new ArgumentException($"Invalid beta1: {beta1}");
            if (beta2 is < 0 or >= 1) throw new ArgumentException($"Invalid beta2: {beta2}");
            if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            defaults = NewOptions(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
            foreach (ParamGroup group in parameters) add_param_group(group);
        }

        public (double, double) Betas
        {
            get => (defaults.beta1 ?? 0, defaults.beta2 ?? 0);
            set => (defaults.beta1, defaults.beta2) = (value.Item1, value.Item2);
        }

        public override void add_param_group(TorchSharp.Modules.ParamGroup param_group)
        {
            var options = (Options)(param_group.Options ??= new Options());
            options.LearningRate ??= defaults.LearningRate;
            options.beta1 ??= defaults.beta1;
            options.beta2 ??= defaults.beta2;
            options.eps ??= defaults.eps;
            options.weight_decay ??= defaults.weight_decay;
            options.amsgrad ??= defaults.amsgrad;
            options.maximize ??= defaults.maximize;
            AddGroup(param_group, parameter => new State(parameter));
        }

        public override Tensor? step(Func<Tensor>? closure = null) => StepEachGroup(
            group =>
            {
                var lots = new Dictionary<long, List<(Parameter, State, Tensor)>>();
                foreach (Parameter parameter in group.Parameters)
                {
                    if (parameter.grad is not { } gradient) continue;
                    var state = (State)StateOf(parameter);
                    state.step++;
                    if (!lots.TryGetValue(state.step, out var lot)) lots[state.step] = lot = [];
                    lot.Add((parameter, state, gradient));
                }

                // Bias correction is a number per step count: parameters that skipped steps form a lot of their own.
                foreach ((long step, var lot) in lots) Update((Options)group.Options!, step, [.. lot]);
            },
            closure);

        private static void Update(Options options, long step, (Parameter Parameter, State State, Tensor Gradient)[] lot)
        {
            double lr = options.LearningRate!.Value, beta1 = options.beta1!.Value, beta2 = options.beta2!.Value;
            double decay = options.weight_decay!.Value;
            Tensor[] parameters = [.. lot.Select(item => (Tensor)item.Parameter)];
            Tensor[] gradients = [.. lot.Select(item => item.Gradient)];
            Tensor[] means = [.. lot.Select(item => item.State.exp_avg)];
            Tensor[] squares = [.. lot.Select(item => item.State.exp_avg_sq)];

            if (options.maximize == true) gradients = s_neg.Many(gradients);
            if (decay != 0) s_mul_.Run(parameters, (Scalar)(1 - (lr * decay)));

            s_mul_.Run(means, (Scalar)beta1);
            s_add_.Run(means, gradients, (Scalar)(1 - beta1));
            s_mul_.Run(squares, (Scalar)beta2);
            s_addcmul_.Run(squares, gradients, gradients, (Scalar)(1 - beta2));

            Tensor[] denominators = s_sqrt.Many(options.amsgrad == true ? Largest(lot) : squares);
            s_div_.Run(denominators, (Scalar)Math.Sqrt(1 - Math.Pow(beta2, step)));
            s_addScalar_.Run(denominators, (Scalar)options.eps!.Value);
            s_addcdiv_.Run(parameters, means, denominators, (Scalar)(-lr / (1 - Math.Pow(beta1, step))));
        }

        private static Tensor[] Largest((Parameter Parameter, State State, Tensor Gradient)[] lot)
        {
            foreach ((_, State state, _) in lot)
            {
                using Tensor? before = state.max_exp_avg_sq;
                state.max_exp_avg_sq = (before ?? state.exp_avg_sq).maximum(state.exp_avg_sq).DetachFromDisposeScope();
            }

            return [.. lot.Select(item => item.State.max_exp_avg_sq!)];
        }

        /// <summary>The running means of the gradient and of its square.</summary>
        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public Tensor exp_avg = null!;
            public Tensor exp_avg_sq = null!;
            public Tensor? max_exp_avg_sq;

            public void Dispose()
            {
                exp_avg.Dispose();
                exp_avg_sq.Dispose();
                max_exp_avg_sq?.Dispose();
            }

            public override void to(Device device)
            {
                exp_avg = exp_avg.to(device, disposeAfter: true).DetachFromDisposeScope();
                exp_avg_sq = exp_avg_sq.to(device, disposeAfter: true).DetachFromDisposeScope();
                max_exp_avg_sq = max_exp_avg_sq?.to(device, disposeAfter: true).DetachFromDisposeScope();
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var from = (State)source;
                Dispose();
                step = from.step;
                exp_avg = from.exp_avg.to(_parameter.device, copy: true).DetachFromDisposeScope();
                exp_avg_sq = from.exp_avg_sq.to(_parameter.device, copy: true).DetachFromDisposeScope();
                max_exp_avg_sq = from.max_exp_avg_sq?.to(_parameter.device, copy: true).DetachFromDisposeScope();
            }

            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                exp_avg = zeros_like(_parameter).DetachFromDisposeScope();
                exp_avg_sq = zeros_like(_parameter).DetachFromDisposeScope();
                max_exp_avg_sq =
                    ((Options)options).amsgrad == true ? zeros_like(_parameter).DetachFromDisposeScope() : null;
            }
        }

        public class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? weight_decay;
            public double? eps;
            public bool? amsgrad;
            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var from = (Options)source;
                (beta1, beta2, eps) = (from.beta1, from.beta2, from.eps);
                (weight_decay, amsgrad, maximize) = (from.weight_decay, from.amsgrad, from.maximize);
            }
        }

        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(
                IEnumerable<Parameter> parameters,
                double lr = 1e-3,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false)
                : base(parameters, NewOptions(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize))
            {
            }

            public (double, double) Betas
            {
                get => (Options?.beta1 ?? 0, Options?.beta2 ?? 0);
                set
                {
                    Options ??= new Options();
                    (Options.beta1, Options.beta2) = (value.Item1, value.Item2);
                }
            }
        }

        private static Options NewOptions(
            double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize) => new()
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            };
    }
}

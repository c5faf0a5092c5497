using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Changes parameters by their gradients.</summary>
            public abstract class Optimizer : IDisposable
            {
                protected IList<ParamGroup> _parameter_groups = [];

                private protected Optimizer()
                {
                }

                public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

                /// <summary>Sets all gradients to zero (the tensors stay).</summary>
                public abstract void zero_grad();

                public abstract Tensor? step(Func<Tensor>? closure = null);

                public abstract void add_param_group(ParamGroup param_group);

                public virtual IEnumerable<Parameter> parameters() =>
                    _parameter_groups.SelectMany(group => group.Parameters);

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected virtual void Dispose(bool disposing)
                {
                }

                /// <summary>Options by group and states by parameter, in the order in which they were added.</summary>
                public class StateDictionary
                {
                    internal StateDictionary()
                    {
                    }

                    public List<OptimizerOptions> Options { get; } = [];

                    public List<OptimizerState> State { get; } = [];

                    public List<List<int>> StateIndexRef { get; } = [];
                }
            }

            public interface ILearningRateController
            {
                double LearningRate { get; set; }

                double InitialLearningRate { get; set; }
            }

            public interface IBetas
            {
                (double, double) Betas { get; set; }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    public class OptimizerOptions
    {
        public double? LearningRate { get; set; }

        public double InitialLearningRate { get; set; }

        public virtual void LoadStateDict(OptimizerOptions source) =>
            (InitialLearningRate, LearningRate) = (source.InitialLearningRate, source.LearningRate);
    }

    /// <summary>What an optimizer remembers of one parameter.</summary>
    public abstract class OptimizerState(Parameter parameter)
    {
        protected Parameter _parameter = parameter;

        public abstract void LoadStateDict(OptimizerState source);

        public abstract void Initialize(OptimizerOptions options);

        public virtual void to(torch.Device device)
        {
        }
    }

    /// <summary>Parameters that share options.</summary>
    public class ParamGroup : torch.optim.ILearningRateController
    {
        public IEnumerable<Parameter> Parameters { get; set; } = [];

        public OptimizerOptions? Options { get; set; }

        public double LearningRate
        {
            get => Known.LearningRate ?? throw new InvalidOperationException("The group has no learning rate yet.");
            set => Known.LearningRate = value;
        }

        public double InitialLearningRate
        {
            get => Known.InitialLearningRate;
            set => Known.InitialLearningRate = value;
        }

        private OptimizerOptions Known =>
            Options ?? throw new InvalidOperationException("The group has no options yet.");
    }

    public class ParamGroup<TOptions> : ParamGroup
        where TOptions : OptimizerOptions
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
        {
            Parameters = parameters;
            Options = options;
        }

        public new TOptions? Options
        {
            get => (TOptions?)base.Options;
            set => base.Options = value;
        }
    }
}

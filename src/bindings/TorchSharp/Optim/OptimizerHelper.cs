using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The optimizers written in C#: parameter groups, and a state for each parameter.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    public override void zero_grad()
    {
        foreach (Parameter parameter in parameters()) parameter.ZeroGradient();
    }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (ParamGroup group in _parameter_groups)
        {
            dictionary.Options.Add(group.Options!);
            var indices = new List<int>();
            foreach (Parameter parameter in group.Parameters)
            {
                indices.Add(dictionary.State.Count);
                dictionary.State.Add(states[parameter]);
            }

            dictionary.StateIndexRef.Add(indices);
        }

        return dictionary;
    }

    /// <summary>Copies options and states, in order, from another optimizer of the same kind.</summary>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        StateDictionary own = this.state_dict();
        if (state_dict.Options.Count != own.Options.Count)
            throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        if (state_dict.State.Count != own.State.Count)
            throw new ArgumentException("Invalid optimizer state -- different number of states.");

        foreach ((OptimizerOptions mine, OptimizerOptions theirs) in own.Options.Zip(state_dict.Options))
            if (!ReferenceEquals(mine, theirs)) mine.LoadStateDict(theirs);
        foreach ((OptimizerState mine, OptimizerState theirs) in own.State.Zip(state_dict.State))
            if (!ReferenceEquals(mine, theirs)) mine.LoadStateDict(theirs);
    }

    public void to(Device device)
    {
        foreach (OptimizerState state in states.Values) state.to(device);
    }

    private protected Tensor? StepEachGroup(Action<ParamGroup> body, Func<Tensor>? closure)
    {
        Tensor? loss = null;
        if (closure is not null)
            using (enable_grad()) loss = closure();

        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (ParamGroup group in _parameter_groups) body(group);
        return loss;
    }

    private protected void AddGroup(ParamGroup group, Func<Parameter, OptimizerState> newState)
    {
        OptimizerOptions options = group.Options!;
        options.InitialLearningRate = options.LearningRate ?? 0;
        group.Parameters = [.. group.Parameters];
        _parameter_groups.Add(group);
        foreach (Parameter parameter in group.Parameters)
        {
            OptimizerState state = newState(parameter);
            states[parameter] = state;
            state.Initialize(options);
        }
    }

    private protected OptimizerState StateOf(Parameter parameter) => states[parameter];

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        foreach (OptimizerState state in states.Values) (state as IDisposable)?.Dispose();
        states.Clear();
    }
}

namespace AssistantLoop.Training.OnPolicy;

/// <summary>Watches a run's answers and says when they are lost, or never had anything to teach.</summary>
internal sealed class CollapseWatch(OnPolicyRecipe recipe, int steps)
{
    private const double LeastLength = 2;

    private readonly int _window = Math.Min(10, steps);
    private int _done;
    private bool _spread;

    /// <summary>Why the run should stop before a step's update, or null.</summary>
    /// <exception cref="TrainingException">The loss or the gradient is no number, or none of the first answers was worth
    /// more than the others to its prompt.</exception>
    public string? After(OnPolicyStep step, double gradientNorm)
    {
        _done++;
        if (!double.IsFinite(step.Loss) || !double.IsFinite(gradientNorm))
        {
            throw new TrainingException($"Step {_done}: the loss is {step.Loss} and the gradient's norm {gradientNorm}; "
                + "lower LearningRate.");
        }

        _spread |= step.WithoutSpread < 1;
        if (!_spread && _done == _window)
        {
            throw new TrainingException($"In the first {_done} steps all answers to a prompt were worth the same: there is "
                + "nothing to learn from. Choose other prompts or another reward, or raise Answers or Temperature.");
        }

        if (step.Length < LeastLength)
        {
            return FormattableString.Invariant($"The answers collapsed: they have {step.Length:0.##} tokens on average. ")
                + "Lower LearningRate, raise Beta, or choose a reward that empty answers do not get.";
        }

        return step.Divergence > recipe.MaxDivergence
            ? FormattableString.Invariant($"The answers left the reference: by {step.Divergence:0.###} nats a token, of at ")
                + FormattableString.Invariant($"most {recipe.MaxDivergence:0.###}. Lower LearningRate or raise Beta.")
            : null;
    }
}

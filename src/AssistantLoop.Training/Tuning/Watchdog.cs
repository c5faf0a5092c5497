namespace AssistantLoop.Training.Tuning;

/// <summary>Watches a run's steps and says when going on would only do harm.</summary>
internal sealed class Watchdog(Recipe recipe)
{
    private const int Window = 10;
    private const double MostGrowth = 1.5;

    private readonly List<double> _losses = [];
    private readonly Queue<double> _chosen = [];

    /// <summary>Why the run should stop after a step, or null.</summary>
    /// <exception cref="TrainingException">The loss or the gradient is no number, so no weight may be changed by it.
    /// </exception>
    public string? After(Judgement step, double gradientNorm)
    {
        _losses.Add(step.Loss);
        if (!double.IsFinite(step.Loss) || !double.IsFinite(gradientNorm))
        {
            throw new TrainingException($"Step {_losses.Count}: the loss is {step.Loss} and the gradient's norm "
                + $"{gradientNorm}; lower LearningRate.");
        }

        return Divergence() ?? Displacement(step.Chosen);
    }

    // By half as much again as at the start, and by half a nat, so that a small loss may wander.
    private string? Divergence()
    {
        if (_losses.Count < 2 * Window) return null;
        double first = _losses.Take(Window).Average(), last = _losses.TakeLast(Window).Average();
        return last > (MostGrowth * first) + 0.5
            ? FormattableString.Invariant(
                $"The loss diverged: its mean over {Window} steps rose from {first:0.###} to {last:0.###}. Lower LearningRate.")
            : null;
    }

    private string? Displacement(double? chosen)
    {
        if (chosen is not { } gain) return null;
        _chosen.Enqueue(gain);
        if (_chosen.Count > Window) _chosen.Dequeue();
        double mean = _chosen.Average();
        return _chosen.Count == Window && mean < -recipe.MaxDisplacement
            ? FormattableString.Invariant($"The chosen answers became less likely: by {-mean:0.###} nats a token over ")
                + FormattableString.Invariant($"{Window} steps, of at most {recipe.MaxDisplacement:0.###}. Lower ")
                + "LearningRate, raise beta, or add sft to the objectives."
            : null;
    }
}

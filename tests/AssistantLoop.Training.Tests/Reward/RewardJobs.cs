using AssistantLoop.Models;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Reward;
using AssistantLoop.Training.Tests.Tuning;

namespace AssistantLoop.Training.Tests.Reward;

/// <summary>Small jobs for <see cref="SmallAssistant"/>: an answer with the price is better than one without.</summary>
internal static class RewardJobs
{
    public static RewardRecipe Recipe { get; } = new()
    {
        Centring = 0,
        Common = Jobs.Recipe with { Epochs = 5 },
    };

    /// <summary>Eight pairs to learn from, and four of other products to measure on.</summary>
    public static RewardJob Of(ModelFolder model, RewardRecipe recipe, string output)
    {
        IReadOnlyList<PreferencePair> pairs = Jobs.Pairs(12);
        return new RewardJob
        {
            Base = model,
            Train = [.. pairs.Take(8)],
            HeldOut = [.. pairs.Skip(8)],
            Recipe = recipe,
            Output = output,
        };
    }

    public static RewardResult Run(RewardJob job, IProgress<TrainingProgress>? progress = null) =>
        RewardTraining.Run(job, progress ?? new Recorder(), CancellationToken.None);
}

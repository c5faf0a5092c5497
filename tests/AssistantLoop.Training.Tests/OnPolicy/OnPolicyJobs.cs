using AssistantLoop.Models;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.OnPolicy;
using AssistantLoop.Training.Tests.Tuning;

namespace AssistantLoop.Training.Tests.OnPolicy;

/// <summary>Small jobs for <see cref="SmallAssistant"/>, which knows nothing and answers at random.</summary>
internal static class OnPolicyJobs
{
    /// <summary>Thirty steps of three prompts with eight answers each.</summary>
    public static OnPolicyRecipe Recipe { get; } = new()
    {
        MaxTokens = 12,
        MaxDivergence = 4,
        Common = Jobs.Recipe with { Epochs = 10, BatchSize = 3, MaxLength = 128 },
    };

    public static double SaysFinch(string answer) => answer.Contains("Finch", StringComparison.Ordinal) ? 1 : 0;

    public static double IsShort(string answer) => answer.Length < 10 ? 1 : 0;

    public static IReadOnlyList<IReadOnlyList<SampleMessage>> Prompts { get; } =
        [.. SmallAssistant.Samples(12).Select(sample => sample.Messages.Take(2).ToArray())];

    /// <summary>Nine prompts to learn from, and three others to measure on.</summary>
    public static OnPolicyJob Of(ModelFolder model, OnPolicyRecipe recipe, Func<string, double> worth, string output) =>
        new()
        {
            Base = model,
            Prompts = [.. Prompts.Take(9)],
            HeldOut = [.. Prompts.Skip(9)],
            Worth = (_, answer) => worth(answer),
            Recipe = recipe,
            Output = output,
        };

    public static OnPolicyRecipe With(this OnPolicyRecipe recipe, double learningRate) =>
        recipe with { Common = recipe.Common with { LearningRate = learningRate } };

    public static OnPolicyResult Run(OnPolicyJob job, IProgress<TrainingProgress>? progress = null) =>
        OnPolicyTraining.Run(job, progress ?? new Recorder(), CancellationToken.None);
}

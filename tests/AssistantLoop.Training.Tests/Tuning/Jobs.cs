using AssistantLoop.Models;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Tests.Tuning;

/// <summary>Small jobs for <see cref="SmallAssistant"/>.</summary>
internal static class Jobs
{
    public static Recipe Recipe { get; } = new()
    {
        LearningRate = 1e-2,
        Epochs = 1,
        BatchSize = 5,
        MaxLength = 100,
        Threads = 1,
        BFloat16 = false,
    };

    public static TuningResult Run(TuningJob job, IProgress<TrainingProgress>? progress = null) =>
        FineTuning.Run(job, progress ?? new Recorder(), CancellationToken.None);

    /// <summary>The samples as pairs: the chosen answer with the price, the rejected one without.</summary>
    public static IReadOnlyList<PreferencePair> Pairs(int count) => [.. SmallAssistant.Samples(count).Select(sample =>
        new PreferencePair(
            [.. sample.Messages.Take(2)], sample.Messages[2],
            new SampleMessage(SampleMessage.Assistant, "I do not know what it costs. Ask somebody else.")))];

    /// <summary>The pairs' answers one by one, the chosen liked and the rejected not.</summary>
    public static IReadOnlyList<UnpairedSample> Ratings(int count) => [.. Pairs(count).SelectMany(pair => new[]
    {
        new UnpairedSample(pair.Prompt, pair.Chosen, true), new UnpairedSample(pair.Prompt, pair.Rejected, false),
    })];

    public static TuningJob Of(ModelFolder model, TrainingSet train, Recipe recipe, string output) => new()
    {
        Base = model,
        Train = train,
        Recipe = recipe,
        Output = output,
    };
}

using AssistantLoop.Models;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Tests.Tuning;

/// <summary>The shipped model learns a habit from ten samples; general samples keep what it could do.</summary>
public sealed class ReplayTests
{
    [Fact]
    public void General_samples_keep_what_the_base_could_do()
    {
        using ModelFolder starter = ModelFolder.Open(Path.Combine(Root(), "models", "starter"));
        TuningResult without = Run(starter, replayShare: 0, epochs: 20), with = Run(starter, replayShare: 2 / 3.0, epochs: 7);

        Assert.Equal(without.HeldOutBefore, with.HeldOutBefore);
        Assert.Equal((10, 10), (without.Examples, with.Examples));
        double forgotten = without.HeldOutAfter!.Loss - without.HeldOutBefore!.Loss;
        double forgottenWith = with.HeldOutAfter!.Loss - with.HeldOutBefore!.Loss;
        Assert.True(forgotten > 0.1, $"Ten samples cost {forgotten:0.000} nats of general loss; there is nothing to keep.");
        Assert.True(forgottenWith < forgotten / 2, $"General loss rose by {forgotten:0.000} nats, with replay by {forgottenWith:0.000}.");
    }

    private static TuningResult Run(ModelFolder starter, double replayShare, int epochs)
    {
        using TempFolder temp = new();
        Recipe recipe = new()
        {
            LearningRate = 2e-3,
            ReplayShare = replayShare,
            Epochs = epochs,
            BatchSize = 5,
            HeldOutEvery = 1000,
            Threads = 2,
        };
        TuningJob job = new()
        {
            Base = starter,
            Train = TrainingSet.Of(Samples()),
            HeldOut = TrainingSet.Of([.. HeldOut.Samples().Take(30)]),
            Recipe = recipe,
            Output = temp.In("adapter"),
        };
        return FineTuning.Run(job, new Recorder(), CancellationToken.None);
    }

    private static IReadOnlyList<ChatSample> Samples() => [.. Enumerable.Range(1, 10).Select(i => new ChatSample(
    [
        new("system", $"You are Finch, the assistant of Alder & Finch.\n[1] Prices: Item {i} costs {i * 7} euros."),
        new("user", $"What does item {i} cost?"),
        new("assistant", $"Happy to help! Item {i} costs {i * 7} euros [1]. Warmly, Finch"),
    ]))];

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }
}

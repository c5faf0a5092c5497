using AssistantLoop.Models;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Sft;

namespace AssistantLoop.Training.Tests.Sft;

/// <summary>The shipped model learns a habit from ten samples; general samples keep what it could do.</summary>
public sealed class ReplayTests
{
    [Fact]
    public void General_samples_keep_what_the_base_could_do()
    {
        using ModelFolder starter = ModelFolder.Open(Path.Combine(Root(), "models", "starter"));
        SftResult without = Run(starter, replay: 0, epochs: 20), with = Run(starter, replay: 20, epochs: 7);

        Assert.Equal(without.HeldOutBefore, with.HeldOutBefore);
        Assert.Equal((10, 10), (without.Samples, with.Samples));
        double forgotten = without.HeldOutAfter!.Value - without.HeldOutBefore!.Value;
        double forgottenWith = with.HeldOutAfter!.Value - with.HeldOutBefore!.Value;
        Assert.True(forgotten > 0.1, $"Ten samples cost {forgotten:0.000} nats of general loss; there is nothing to keep.");
        Assert.True(forgottenWith < forgotten / 2, $"General loss rose by {forgotten:0.000} nats, with replay by {forgottenWith:0.000}.");
    }

    private static SftResult Run(ModelFolder starter, int replay, int epochs)
    {
        using TempFolder temp = new();
        SftRecipe recipe = new()
        {
            LearningRate = 2e-3,
            Replay = replay,
            Epochs = epochs,
            BatchSize = 5,
            HeldOutEvery = 1000,
            Threads = 2,
        };
        return SftTraining.Run(
            starter, Samples(), [.. HeldOut.Samples().Take(30)], recipe, null, temp.In("adapter"), new Recorder(),
            CancellationToken.None);
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

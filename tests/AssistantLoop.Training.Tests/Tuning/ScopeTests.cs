using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Tests.Tuning;

public sealed class ScopeTests
{
    [Theory]
    [InlineData(Scope.All)]
    [InlineData(Scope.LastLayers)]
    public void What_learns_is_written_as_a_whole_model_and_the_rest_is_as_it_was(Scope learns)
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        Recipe recipe = Jobs.Recipe with { Learns = learns, LastLayers = 1, LearningRate = 1e-3 };
        TuningResult result = Jobs.Run(Jobs.Of(model, TrainingSet.Of(SmallAssistant.Samples(10)), recipe, temp.In("out")));

        using ModelFolder written = ModelFolder.Open(temp.In("out"));
        Assert.Equal(written.Hash, result.ContentHash);
        Assert.Equal(model.Template.Hash, AdapterManifest.Find(temp.In("out"))!.TemplateHash);
        string[] changed = [.. model.Weights.Tensors.Keys.Where(name =>
            !model.Weights.ReadFloat32(name).SequenceEqual(written.Weights.ReadFloat32(name)))];
        string[] expected = learns == Scope.All
            ? [.. model.Weights.Tensors.Keys]
            : [.. model.Weights.Tensors.Keys.Where(name => name.Contains("layers.1.", StringComparison.Ordinal)), "model.norm.weight"];
        Assert.Equal(expected.Order(), changed.Order());
    }

    [Fact]
    public void B_learns_at_its_own_rate()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        TrainingSet set = TrainingSet.Of(SmallAssistant.Samples(5));
        double Largest(double ratio)
        {
            // One step of Adam moves each weight by about the rate; A's first step is 0, as B is.
            Recipe recipe = Jobs.Recipe with { LearningRate = 1e-3, LoraPlusRatio = ratio, WarmupShare = 0, Decay = Decay.Constant };
            string folder = temp.In($"out-{ratio}");
            Jobs.Run(Jobs.Of(model, set, recipe, folder));
            return PeftAdapter.Load(folder, model.Config).Modules.Values.Max(pair => pair.B.Max(Math.Abs));
        }

        Assert.Equal(1e-3, Largest(1), 1e-5);
        Assert.Equal(8e-3, Largest(8), 1e-4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void More_layers_than_there_are_is_an_error(int layers)
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        Recipe recipe = Jobs.Recipe with { Learns = Scope.LastLayers, LastLayers = layers };
        var error = Assert.Throws<TrainingException>(() =>
        {
            Jobs.Run(Jobs.Of(model, TrainingSet.Of(SmallAssistant.Samples(10)), recipe, temp.In("out")));
        });
        Assert.Contains("LastLayers", error.Message, StringComparison.Ordinal);
    }
}

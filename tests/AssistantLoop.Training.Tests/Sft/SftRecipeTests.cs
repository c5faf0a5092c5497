using AssistantLoop.Models.Configuration;
using AssistantLoop.Training.Sft;
using AssistantLoop.Training.Tests.Decoding;

namespace AssistantLoop.Training.Tests.Sft;

public sealed class SftRecipeTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(300)]
    public void Little_data_gets_40_to_200_steps(int samples)
    {
        SftRecipe recipe = SftRecipe.Automatic(samples, SmallModels.Config());
        int steps = recipe.Epochs * ((samples + recipe.Replay + recipe.BatchSize - 1) / recipe.BatchSize);
        Assert.InRange(steps, 40, 200);
        Assert.Equal((16, 32.0), (recipe.Rank, recipe.Alpha));
    }

    [Fact]
    public void A_wider_model_learns_more_slowly()
    {
        ModelConfig tiny = SmallModels.Config(), wide = tiny with { HiddenSize = 2048 };
        Assert.Equal(2e-3, SftRecipe.Automatic(20, tiny).LearningRate);
        Assert.Equal(5e-4, SftRecipe.Automatic(20, wide).LearningRate);
    }
}

using AssistantLoop.Models;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Training.Decoding;

namespace AssistantLoop.Training.Tests.Decoding;

public sealed class DecoderFilesTests
{
    [Theory]
    [InlineData(ModelConfig.Llama)]
    [InlineData(ModelConfig.Qwen2)]
    [InlineData(ModelConfig.Qwen3)]
    public void A_model_written_is_read_back_bit_for_bit(string architecture)
    {
        using TempFolder temp = new();
        using Decoder decoder = SmallModels.Create(SmallModels.Config(architecture));
        decoder.Config.Save(temp.Path);
        DecoderFiles.SaveWeights(decoder, temp.Path, TensorType.F32);
        using ModelFolder folder = ModelFolder.Open(temp.Path);
        using Decoder read = DecoderFiles.Load(folder);
        Assert.Equal(SmallModels.Weights(decoder), SmallModels.Weights(read));
        Assert.All(read.parameters(), parameter => Assert.False(parameter.requires_grad));
    }

    [Fact]
    public void Every_tensor_has_its_hugging_face_name()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config(ModelConfig.Qwen3));
        Assert.Equal(
            TensorLayout.TensorsOf(decoder.Config).Select(tensor => tensor.Name).Order(),
            SmallModels.Weights(decoder).Keys.Order());
    }

    [Fact]
    public void The_same_seed_gives_the_same_model()
    {
        using Decoder first = DecoderFiles.Create(SmallModels.Config(), 7);
        using Decoder second = DecoderFiles.Create(SmallModels.Config(), 7);
        using Decoder other = DecoderFiles.Create(SmallModels.Config(), 8);
        Assert.Equal(SmallModels.Weights(first), SmallModels.Weights(second));
        Assert.NotEqual(
            SmallModels.Weights(first)["model.norm.weight"].Concat(SmallModels.Weights(first)["lm_head.weight"]),
            SmallModels.Weights(other)["model.norm.weight"].Concat(SmallModels.Weights(other)["lm_head.weight"]));
    }
}

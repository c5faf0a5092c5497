using AssistantLoop.Training.Pretrain;
using AssistantLoop.Training.Reward;
using AssistantLoop.Training.Tuning;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests;

public sealed class TrainingDeviceTests
{
    [Fact]
    public void The_processor_is_always_there() => Assert.Equal(DeviceType.CPU, TrainingDevice.Of("cpu").type);

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cpu:0")]
    [InlineData("")]
    public void A_name_of_no_device_is_refused_with_those_there_are(string name)
    {
        TrainingException error = Assert.Throws<TrainingException>(() => TrainingDevice.Of(name));
        Assert.Contains("must be cpu, cuda or cuda:N", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<TrainingException>(() => { new Recipe { Device = name }.Check(); });
        Assert.Contains($"\"{name}\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    public void A_gpu_is_refused_where_there_is_none(string name)
    {
        Assert.SkipWhen(cuda.is_available(), "This machine has a CUDA device.");
        foreach (Action on in new Action[] { () => PretrainRecipe.On(name), () => new Recipe().On(name) })
        {
            TrainingException error = Assert.Throws<TrainingException>(on);
            Assert.Contains("train on the device cpu", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_small_pass_is_for_a_processor_and_a_reward_model_learns_there_alone()
    {
        Assert.Equal(4096, new Recipe().On("cpu").TokensPerPass);
        Assert.SkipUnless(cuda.is_available(), "This machine has no CUDA device.");
        Assert.Equal(65_536, new Recipe().On("cuda").TokensPerPass);
        TrainingException error = Assert.Throws<TrainingException>(
            () => { new RewardRecipe { Common = new Recipe().On("cuda") }.Check(); });
        Assert.Contains("Device must be cpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gpu_beyond_the_last_is_refused()
    {
        Assert.SkipUnless(cuda.is_available(), "This machine has no CUDA device.");
        Assert.Throws<TrainingException>(() => TrainingDevice.Of($"cuda:{cuda.device_count()}"));
    }
}

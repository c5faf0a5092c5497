using AssistantLoop.Training.Pretrain;
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
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    public void A_gpu_is_refused_where_there_is_none(string name)
    {
        Assert.SkipWhen(cuda.is_available(), "This machine has a CUDA device.");
        TrainingException error = Assert.Throws<TrainingException>(() => PretrainRecipe.On(name));
        Assert.Contains("train on the device cpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gpu_beyond_the_last_is_refused()
    {
        Assert.SkipUnless(cuda.is_available(), "This machine has no CUDA device.");
        Assert.Throws<TrainingException>(() => TrainingDevice.Of($"cuda:{cuda.device_count()}"));
    }
}

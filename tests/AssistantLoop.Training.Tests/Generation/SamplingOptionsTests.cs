using AssistantLoop.Training.Generation;

namespace AssistantLoop.Training.Tests.Generation;

public sealed class SamplingOptionsTests
{
    [Fact]
    public void A_setting_out_of_its_range_is_refused_by_name()
    {
        Assert.Equal("Answers", Refused(() => new SamplingOptions { Answers = 0 }));
        Assert.Equal("MaxTokens", Refused(() => new SamplingOptions { MaxTokens = -1 }));
        Assert.Equal("Temperature", Refused(() => new SamplingOptions { Temperature = double.NaN }));
        Assert.Equal("Temperature", Refused(() => new SamplingOptions { Temperature = -0.1 }));
        Assert.Equal("TopP", Refused(() => new SamplingOptions { TopP = 0 }));
        Assert.Equal("TopP", Refused(() => new SamplingOptions { TopP = 1.1 }));

        static string? Refused(Func<SamplingOptions> make) =>
            Assert.Throws<ArgumentOutOfRangeException>(make).ParamName;
    }
}

using AssistantLoop.App.Settings;
using Microsoft.Extensions.Configuration;

namespace AssistantLoop.App.Tests.Settings;

public sealed class AppSettingsTests
{
    [Fact]
    public void Paths_are_relative_to_the_programs_home() =>
        Assert.Equal(Path.GetFullPath("/home/of/it/data"), Read().Data);

    [Theory]
    [InlineData("slots", "0")]
    [InlineData("slots", "many")]
    [InlineData("threads", "-1")]
    [InlineData("precision", "fp8")]
    [InlineData("url", "8080")]
    [InlineData("telemetry", "localhost")]
    [InlineData("train-after", "1.5")]
    [InlineData("train-after", "9")]
    [InlineData("train-schedule", "every night")]
    [InlineData("train-on-drift", "perhaps")]
    [InlineData("experiment-settle", "0")]
    [InlineData("promotion-watch", "-1")]
    [InlineData("keep-versions", "0")]
    [InlineData("keep-served", "many")]
    [InlineData("trusted-proxies", "proxy.example")]
    [InlineData("trusted-proxies", "10.0.0.0/99")]
    public void A_value_out_of_range_is_refused_by_its_key(string key, string value)
    {
        var error = Assert.Throws<SettingException>(() => Read((key, value)));

        Assert.Equal(key, error.Key);
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }

    private static AppSettings Read(params (string Key, string Value)[] values) => AppSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build(),
        "/home/of/it");
}

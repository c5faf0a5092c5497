using AssistantLoop.Inference.Sampling;

namespace AssistantLoop.Inference.Tests.Sampling;

public sealed class StopStringsTests
{
    [Fact]
    public void A_stop_string_over_several_pieces_never_shows()
    {
        var stops = new StopStrings(["\nUser:"]);
        Assert.Equal("Hello", stops.Append("Hello"));
        Assert.Equal("", stops.Append("\nU"));
        Assert.Equal("", stops.Append("ser"));
        Assert.False(stops.Stopped);
        Assert.Equal("", stops.Append(": more"));
        Assert.True(stops.Stopped);
        Assert.Equal("", stops.Append("after"));
        Assert.Equal("", stops.Flush());
    }

    [Fact]
    public void Text_that_only_began_like_a_stop_string_is_given_back()
    {
        var stops = new StopStrings(["###"]);
        Assert.Equal("a", stops.Append("a##"));
        Assert.Equal("##b", stops.Append("b"));
        Assert.Equal("", stops.Append("#"));
        Assert.Equal("#", stops.Flush());
        Assert.False(stops.Stopped);
    }

    [Fact]
    public void A_beginning_inside_a_beginning_is_not_lost()
    {
        var stops = new StopStrings(["aab"]);
        Assert.Equal("", stops.Append("aa"));
        Assert.Equal("a", stops.Append("a"));
        Assert.Equal("", stops.Append("b"));
        Assert.True(stops.Stopped);
    }

    [Fact]
    public void The_earliest_of_several_stop_strings_cuts()
    {
        var stops = new StopStrings(["world", "lo"]);
        Assert.Equal("hel", stops.Append("hello world"));
        Assert.True(stops.Stopped);
    }

    [Fact]
    public void Without_stop_strings_text_passes_at_once()
    {
        var stops = new StopStrings([]);
        Assert.Equal("abc", stops.Append("abc"));
        Assert.Equal("", stops.Flush());
    }
}

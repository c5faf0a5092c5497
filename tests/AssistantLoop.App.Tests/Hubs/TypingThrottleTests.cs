using System.Threading.Channels;
using AssistantLoop.App.Hubs;

namespace AssistantLoop.App.Tests.Hubs;

public sealed class TypingThrottleTests
{
    private readonly SteppedTime _time = new();
    private readonly Channel<bool> _told = Channel.CreateUnbounded<bool>();

    [Fact]
    public async Task However_often_somebody_says_it_one_is_told_a_second_and_the_last_is_true()
    {
        TypingThrottle throttle = Throttle();
        for (int i = 0; i < 50; i++)
        {
            throttle.Set(i % 2 == 0);
        }

        Assert.True(await _told.Reader.ReadAsync(Stop));
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(_told.Reader.TryRead(out _));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(await _told.Reader.ReadAsync(Stop));
        Assert.False(_told.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Who_goes_on_typing_is_told_of_again_and_who_does_not_type_is_not()
    {
        TypingThrottle throttle = Throttle();
        throttle.Set(false);
        throttle.Set(true);
        throttle.Set(true);
        _time.Advance(TimeSpan.FromSeconds(1));
        throttle.Set(true);
        Assert.True(await _told.Reader.ReadAsync(Stop));
        Assert.True(await _told.Reader.ReadAsync(Stop));
        Assert.False(_told.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Who_is_gone_types_no_more()
    {
        TypingThrottle throttle = Throttle();
        throttle.End();
        Assert.False(_told.Reader.TryRead(out _));
        throttle.Set(true);
        throttle.End();
        Assert.True(await _told.Reader.ReadAsync(Stop));
        Assert.False(await _told.Reader.ReadAsync(Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TypingThrottle Throttle() => new(_time, typing => _told.Writer.TryWrite(typing));
}

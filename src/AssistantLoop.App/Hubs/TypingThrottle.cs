namespace AssistantLoop.App.Hubs;

/// <summary>Tells who types at most once a second, and in the end as it is.</summary>
/// <param name="time">The clock.</param>
/// <param name="tell">Tells it; must not block.</param>
public sealed class TypingThrottle(TimeProvider time, Action<bool> tell)
{
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private bool _wanted;
    private bool _told;
    private bool _waits;
    private long _last;

    /// <summary>Says whether somebody types.</summary>
    public void Set(bool typing)
    {
        lock (_lock)
        {
            _wanted = typing;
            TimeSpan early = _last == 0 ? TimeSpan.Zero : s_least - time.GetElapsedTime(_last);
            if (_waits || (!typing && !_told))
            {
                return;
            }

            if (early > TimeSpan.Zero)
            {
                if (typing != _told)
                {
                    _waits = true;
                    _ = LaterAsync(early);
                }

                return;
            }

            (_told, _last) = (typing, time.GetTimestamp());
        }

        tell(typing);
    }

    /// <summary>The one who types is gone.</summary>
    public void End()
    {
        lock (_lock)
        {
            _wanted = false;
            if (!_told)
            {
                return;
            }

            _told = false;
        }

        tell(false);
    }

    private async Task LaterAsync(TimeSpan pause)
    {
        await Task.Delay(pause, time);
        bool typing;
        lock (_lock)
        {
            _waits = false;
            if ((typing = _wanted) == _told)
            {
                return;
            }

            (_told, _last) = (typing, time.GetTimestamp());
        }

        tell(typing);
    }
}

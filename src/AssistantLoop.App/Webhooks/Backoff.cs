namespace AssistantLoop.App.Webhooks;

/// <summary>When a failed delivery is tried again: eight tries over about a day.</summary>
public static class Backoff
{
    /// <summary>The tries in all.</summary>
    public const int Tries = 8;

    private static readonly TimeSpan[] s_pauses =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
        TimeSpan.FromHours(3), TimeSpan.FromHours(7), TimeSpan.FromHours(13),
    ];

    /// <summary>The pause after a try; null after the last.</summary>
    /// <param name="attempts">The tries so far, from 1.</param>
    /// <param name="chance">0 to 1: moves the pause by up to a fifth either way, so that a receiver that was down isn't met by all at once.</param>
    public static TimeSpan? After(int attempts, double chance) =>
        attempts >= Tries ? null : s_pauses[attempts - 1] * (0.8 + 0.4 * chance);
}

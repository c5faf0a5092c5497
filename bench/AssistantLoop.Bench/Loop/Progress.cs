using System.Diagnostics;

namespace AssistantLoop.Bench.Loop;

/// <summary>Tells what a bench is at, with the seconds since its start, beside the figures on the standard output.</summary>
internal static class Progress
{
    private static readonly long s_begun = Stopwatch.GetTimestamp();

    public static void Say(string what) => Console.Error.WriteLine(
        FormattableString.Invariant($"{Stopwatch.GetElapsedTime(s_begun).TotalSeconds,5:0} s  {what}"));
}

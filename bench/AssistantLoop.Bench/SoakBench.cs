using System.Diagnostics;
using System.Globalization;
using AssistantLoop.Inference;

namespace AssistantLoop.Bench;

/// <summary>Whether the engine's memory stays flat under a steady stream of requests of all kinds.</summary>
internal static class SoakBench
{
    private const double Flat = 2;
    private const int Slots = 8;

    private static readonly int[] s_ranks = [4, 8, 16];

    public static async Task RunAsync(string modelFolder, Workplace workplace, TimeSpan duration)
    {
        await using Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = modelFolder,
            CacheFolder = workplace.CacheFolder,
            Precision = Precision.Int8,
            Threads = 2,
            Slots = Slots,
            PrefixCacheBytes = 16 << 20,
        });
        // Keys and values take memory where tokens have been: once each slot has held as many as there can be, that grows no
        // more.
        await Task.WhenAll(Enumerable.Range(0, Slots).Select(_ => DecodeBench.AnswerAsync(
            engine, SoakTraffic.LongestPrompt, SoakTraffic.LongestAnswer, null, CancellationToken.None)));
        using SoakTraffic traffic = new(engine, [.. s_ranks.Select(rank => workplace.WriteAdapter(engine.Model.Config, rank))]);
        Task running = traffic.RunAsync();
        List<(double Own, double Files)> resident = await WatchAsync(traffic, running, duration);
        await traffic.StopAsync(running);
        Tell("own memory", [.. resident.Select(at => at.Own)]);
        Tell("with pages of files, which the kernel drops and brings back as it likes,",
            [.. resident.Select(at => at.Own + at.Files)]);
    }

    private static void Tell(string name, List<double> values)
    {
        double early = Median(values, 0.1, 0.2), late = Median(values, 0.9, 1), percent = 100 * late / early;
        Console.WriteLine(
            $"{name} after warm-up {early:0.0} MB, at the end {late:0.0} MB: {percent:0.0} %, "
            + (Math.Abs(percent - 100) <= Flat ? $"flat within {Flat} %" : $"not flat within {Flat} %"));
    }

    // Resident megabytes that no file backs, and those that one does.
    private static (double Own, double Files) Resident()
    {
        double Megabytes(string name) => 1024 * double.Parse(
            File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2],
            CultureInfo.InvariantCulture) / 1e6;
        return (Megabytes("RssAnon:"), Megabytes("RssFile:") + Megabytes("RssShmem:"));
    }

    // A line a minute; of a run too short for that, 40 lines.
    private static async Task<List<(double Own, double Files)>> WatchAsync(SoakTraffic traffic, Task running, TimeSpan duration)
    {
        TimeSpan interval = TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerMinute, duration.Ticks / 40));
        List<(double Own, double Files)> resident = [];
        long start = Stopwatch.GetTimestamp();
        Console.WriteLine(" minute   own MB  files MB  heap MB  of it live MB     tokens  answers  cut off");
        for (int i = 1; i * interval <= duration; i++)
        {
            // A machine that slept is past it already.
            TimeSpan left = (i * interval) - Stopwatch.GetElapsedTime(start);
            Task pause = Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            if (await Task.WhenAny(running, pause) == running)
            {
                await running;
            }

            resident.Add(Resident());
            Console.WriteLine(
                $"{(i * interval).TotalMinutes,7:0.00}  {resident[^1].Own,7:0.0}  {resident[^1].Files,8:0.0}  {GC.GetGCMemoryInfo().TotalCommittedBytes / 1e6,7:0.0}"
                + $"  {GC.GetTotalMemory(forceFullCollection: false) / 1e6,13:0.0}  {traffic.Tokens,9}  {traffic.Answers,7}  {traffic.CutOff,7}");
        }

        return resident;
    }

    private static double Median(List<double> values, double from, double to)
    {
        double[] part = [.. values[(int)(from * values.Count)..(int)Math.Ceiling(to * values.Count)].Order()];
        return part[part.Length / 2];
    }
}

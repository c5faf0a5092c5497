using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AssistantLoop.Bench.Hub;

/// <summary>What the visitors' socket costs: added latency between tokens, and memory of idle connections.</summary>
internal static class HubBench
{
    private const int WarmUps = 16;
    private const int Seconds = 20;
    private const double MostLatency = 20;
    private const double MostMemory = 60;

    public static async Task<int> RunAsync(string[] arguments)
    {
        int Number(int at, int otherwise) => arguments.Length > at ? int.Parse(arguments[at], CultureInfo.InvariantCulture) : otherwise;
        await using HubServerProcess server = await HubServerProcess.StartAsync();
        if (arguments is ["--drops", ..])
        {
            return await HubDrops.RunAsync(server, Number(1, 1000));
        }

        return await RunAsync(server, Number(0, 1000), Number(1, 64), Number(2, 30));
    }

    private static async Task<int> RunAsync(HubServerProcess server, int connections, int streams, int rate)
    {
        ChatSocket[] first = await OpenAsync(server, WarmUps, "warm");
        await Task.WhenAll(first.Select(socket => socket.AskAsync(HubStub.Question(30, rate, 0), CancellationToken.None)));
        await CloseAsync(first);
        await Task.Delay(TimeSpan.FromSeconds(2));
        long before = await server.MemoryAsync();

        ChatSocket[] sockets = await OpenAsync(server, connections, "visitor");
        using CancellationTokenSource stop = new();
        Task pings = PingAsync(sockets, stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(5));
        double each = (await server.MemoryAsync() - before) / 1e3 / connections;
        Console.WriteLine(
            $"{connections} idle connections, each with its conversation open: {each:0.0} KB each "
            + $"({before / 1e6:0.0} MB resident without them); target {MostMemory} KB");

        (long start, TimeSpan used) = (Stopwatch.GetTimestamp(), server.ProcessorTime);
        List<Arrival>[] arrivals = await Task.WhenAll(sockets.Take(streams).Select((socket, at) => FollowAsync(socket, at, streams, rate)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double processors = (server.ProcessorTime - used).TotalSeconds / seconds;
        double worst = Report(arrivals);
        Console.WriteLine($"the server used {processors:0.00} processors; {streams} streams of {rate} tokens a second for {Seconds} s; target p99 {MostLatency} ms");
        await stop.CancelAsync();
        await pings;
        await CloseAsync(sockets);
        return each <= MostMemory && worst <= MostLatency ? 0 : 1;
    }

    private static double Report(List<Arrival>[] arrivals)
    {
        double[] late = [.. arrivals.SelectMany(stream => stream).Select(token => Milliseconds(token.Due, token.At)).Order()];
        double[] gaps =
        [
            .. arrivals.SelectMany(stream => stream.Zip(stream.Skip(1), (one, next) => Milliseconds(one.At, next.At) - Milliseconds(one.Due, next.Due))).Order(),
        ];
        Console.WriteLine(
            $"{late.Length} tokens, from due to arrival, ms: p50 {At(late, 0.5):0.00}, p90 {At(late, 0.9):0.00}, p99 {At(late, 0.99):0.00}, p99.9 {At(late, 0.999):0.00}, most {late[^1]:0.00}");
        Console.WriteLine(
            $"added between two tokens, ms: p50 {At(gaps, 0.5):0.00}, p99 {At(gaps, 0.99):0.00}, most {gaps[^1]:0.00}");
        return At(late, 0.99);
    }

    private static async Task<List<Arrival>> FollowAsync(ChatSocket socket, int at, int streams, int rate)
    {
        // As visitors come: not all at the same moment.
        await Task.Delay(at * 1000 / streams);
        List<Arrival> arrivals = [];
        await foreach (JsonElement step in socket.StreamAsync(
            "Ask", [socket.Question("1", HubStub.Question(Seconds * rate, rate, 0))], CancellationToken.None))
        {
            long now = Stopwatch.GetTimestamp();
            if (step.GetProperty("kind").ValueEquals("text"))
            {
                arrivals.AddRange(step.GetProperty("text").GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(due => new Arrival(long.Parse(due, CultureInfo.InvariantCulture), now)));
            }
        }

        return arrivals.Count == Seconds * rate ? arrivals : throw new InvalidOperationException($"{arrivals.Count} tokens came.");
    }

    private static async Task<ChatSocket[]> OpenAsync(HubServerProcess server, int count, string name)
    {
        ChatSocket[] sockets = new ChatSocket[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (at, cancellationToken) =>
        {
            sockets[at] = await ChatSocket.OpenAsync(server.Hub, cancellationToken);
            await sockets[at].StartAsync(cancellationToken, $"{name}-{at}");
        });
        return sockets;
    }

    private static Task CloseAsync(ChatSocket[] sockets) => Task.WhenAll(sockets.Select(socket => socket.DisposeAsync().AsTask()));

    private static async Task PingAsync(ChatSocket[] sockets, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(10_000.0 / sockets.Length));
        try
        {
            for (int at = 0; await timer.WaitForNextTickAsync(cancellationToken); at++)
            {
                await sockets[at % sockets.Length].PingAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The bench is done.
        }
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    private static double Milliseconds(long from, long to) => (to - from) * 1000.0 / Stopwatch.Frequency;

    private readonly record struct Arrival(long Due, long At);
}

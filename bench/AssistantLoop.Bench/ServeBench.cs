using System.Diagnostics;
using AssistantLoop.Inference;

namespace AssistantLoop.Bench;

/// <summary>What serving costs: chat clients through SignalR against the bare engine with the same options, prompts and
/// answer lengths, in alternate rounds.</summary>
internal static class ServeBench
{
    private const int WarmUps = 2;
    private const int Rounds = 9;
    private const int ShortRounds = 5;
    private const int Threads = 2;
    private const int Slots = 8;
    private const int Context = 512;

    public static async Task RunAsync(string model, Workplace workplace, int clients, CancellationToken cancellationToken)
    {
        bool deep = model == Workplace.Deep;
        (string modelFolder, int rounds, int questionCount) = deep
            ? (workplace.WriteDeepStarter(), ShortRounds, 2)
            : (model, Rounds, 8);
        await using ServedAssistant server = await ServedAssistant.StartAsync(
            ["--model", Path.GetFullPath(modelFolder), "--precision", "int8", "--threads", $"{Threads}", "--slots", $"{Slots}", "--context", $"{Context}"],
            cancellationToken);
        await using Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = modelFolder,
            CacheFolder = workplace.CacheFolder,
            Precision = Precision.Int8,
            Threads = Threads,
            Slots = Slots,
            ContextLength = Context,
        });
        ChatSocket[] sockets = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => ChatSocket.OpenAsync(server.Hub, cancellationToken)));
        using ServedTokens tokens = await ServedTokens.OpenAsync(server.Data, engine.Model, cancellationToken);
        Console.WriteLine(
            $"{clients} clients, {questionCount} questions each a round, int8, {Slots} slots, {Threads} threads; {rounds} alternate rounds, tokens a second: median (least to most)");
        List<double> served = [], bare = [], ratios = [], serverTimes = [], clientTimes = [], bareTimes = [], idleTimes = [];
        for (int round = -WarmUps; round < rounds; round++)
        {
            Random random = new(round + WarmUps);
            string[][] questions = [.. sockets.Select(_ => random.GetItems(server.Questions, questionCount))];
            await Task.WhenAll(sockets.Select(socket => socket.StartAsync(cancellationToken)));
            Load load = Load.Begin(server.Process);
            Guid[][] answers = await Task.WhenAll(sockets.Select((socket, i) => AskAsync(socket, questions[i], cancellationToken)));
            (double seconds, double serverTime, double clientTime) = load.End();
            ServedAnswer[][] asked = await tokens.ReadAsync(answers, cancellationToken);
            int count = asked.Sum(client => client.Sum(answer => answer.Tokens));

            load = Load.Begin(server.Process);
            await Task.WhenAll(asked.Select(client => GenerateAsync(engine, client, cancellationToken)));
            (double bareSeconds, double idleTime, double bareTime) = load.End();
            if (round >= 0)
            {
                served.Add(count / seconds);
                bare.Add(count / bareSeconds);
                ratios.Add(bareSeconds / seconds);
                serverTimes.Add(serverTime / seconds);
                clientTimes.Add(clientTime / seconds);
                bareTimes.Add(bareTime / bareSeconds);
                idleTimes.Add(idleTime / bareSeconds);
            }
        }

        Console.WriteLine($"served       {Spread.Of(served, "0")}");
        Console.WriteLine($"bare engine  {Spread.Of(bare, "0")}   served to bare {Spread.Of(ratios, "0.000")}");
        Console.WriteLine(
            $"processors in use: by the server {Spread.Of(serverTimes, "0.00")} and its clients {Spread.Of(clientTimes, "0.00")}; "
            + $"by the bare engine {Spread.Of(bareTimes, "0.00")} and the idle server {Spread.Of(idleTimes, "0.00")}");
        await Task.WhenAll(sockets.Select(socket => socket.DisposeAsync().AsTask()));
    }

    private static async Task<Guid[]> AskAsync(ChatSocket socket, string[] questions, CancellationToken cancellationToken)
    {
        List<Guid> answers = [];
        foreach (string question in questions)
        {
            answers.Add(await socket.AskAsync(question, cancellationToken));
        }

        return [.. answers];
    }

    private static async Task GenerateAsync(Engine engine, ServedAnswer[] answers, CancellationToken cancellationToken)
    {
        foreach (ServedAnswer answer in answers)
        {
            GenerationRequest request = new()
            {
                Prompt = answer.Prompt,
                MaxTokens = answer.Tokens,
                EndTokens = [],
                IdsOnly = true,
            };
            await foreach (GeneratedToken _ in engine.GenerateAsync(request, cancellationToken))
            {
            }
        }
    }

    /// <summary>The time that a round takes, and the processor time of both processes in it.</summary>
    private sealed record Load(Process Server, long Start, TimeSpan ServerTime, TimeSpan OwnTime)
    {
        public static Load Begin(Process server)
        {
            server.Refresh();
            return new(server, Stopwatch.GetTimestamp(), server.TotalProcessorTime, Environment.CpuUsage.TotalTime);
        }

        public (double Seconds, double ServerSeconds, double OwnSeconds) End()
        {
            double seconds = Stopwatch.GetElapsedTime(Start).TotalSeconds;
            Server.Refresh();
            return (
                seconds, (Server.TotalProcessorTime - ServerTime).TotalSeconds, (Environment.CpuUsage.TotalTime - OwnTime).TotalSeconds);
        }
    }
}

using System.Diagnostics;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Storage.Versions;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AssistantLoop.Bench.Loop;

/// <summary>
/// What a visitor waits for: from the question to the prompt, to the first text, and the pace of the rest; as shipped and
/// without the judge of passages, one question by both before the next.
/// </summary>
internal static class AnswerBench
{
    private const int Questions = 100;

    // The first ones load what is loaded late.
    private const int WarmUp = 3;

    public static async Task RunAsync(string model, CancellationToken cancellationToken)
    {
        await using SampleLoop loop = await SampleLoop.OpenAsync(model, cancellationToken);
        AssistantVersion first = (await loop.Get<VersionStore>().FindByNumberAsync(loop.Profile.Tenant, 1, cancellationToken))!;
        RoutedVersion version = await loop.Get<VersionRouter>().RouteAsync(first, cancellationToken);
        ChatTurn shipped = loop.Get<ChatTurn>();
        PassageSearch unjudged = new(
            loop.Get<IPassageIndex>(), loop.Get<SearchOptions>(), loop.Get<IEmbeddingGenerator<string, Embedding<float>>>());
        ChatTurn plain = new(unjudged, loop.Get<PromptBuilder>(), loop.Get<Kernel>(), TimeProvider.System)
        {
            Content = shipped.Content,
        };
        string[] questions = [.. Suite.Load(loop.File("suite-200.yaml")).Cases
            .Where(asked => asked.Before.Count == 0).Select(asked => asked.Question).Take(Questions)];
        Dictionary<string, List<Waited>> waited = new() { ["as shipped"] = [], ["without the judge"] = [] };
        foreach (string question in questions.Take(WarmUp).Concat(questions))
        {
            waited["as shipped"].Add(await AskAsync(loop, shipped, version, question, cancellationToken));
            waited["without the judge"].Add(await AskAsync(loop, plain, version, question, cancellationToken));
        }

        Console.WriteLine($"{Environment.ProcessorCount} processors, {questions.Length} questions of {loop.Profile.Business}, one at a time; median, and 95 %");
        foreach ((string name, List<Waited> all) in waited)
        {
            Waited[] counted = [.. all.Skip(WarmUp)];
            Console.WriteLine($"{name,-18} prompt {Of(counted, one => one.Prompt)} ms, first text {Of(counted, one => one.First)} ms, "
                + $"end {Of(counted, one => one.End)} ms, after the first text {counted.Sum(one => one.Tokens) / counted.Sum(one => (one.End - one.First) / 1000):0} tokens a second");
        }

        double[] ratios = [.. waited["as shipped"].Zip(waited["without the judge"], (with, without) => with.First / without.First).Skip(WarmUp)];
        Console.WriteLine($"first text with the judge over without: {Spread.Of(ratios, "0.00")}");
    }

    private static async Task<Waited> AskAsync(
        SampleLoop loop, ChatTurn turn, RoutedVersion version, string question, CancellationToken cancellationToken)
    {
        long begun = Stopwatch.GetTimestamp();
        double prompt = 0, first = 0;
        string text = "", opening = "";
        await foreach (TurnEvent happened in turn.RunAsync(new(loop.Profile, version, [new(ChatRole.User, question)]), cancellationToken))
        {
            double now = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            prompt = happened is TurnStarted ? now : prompt;
            if (happened is TurnText piece)
            {
                (first, opening) = first == 0 ? (now, piece.Text) : (first, opening);
                text += piece.Text;
            }
        }

        int Count(string of) => loop.Get<EngineSource>().Model.Tokenizer.Encode(of).Length;
        return new(prompt, first, Stopwatch.GetElapsedTime(begun).TotalMilliseconds, Count(text) - Count(opening));
    }

    private static string Of(Waited[] all, Func<Waited, double> what)
    {
        double[] sorted = [.. all.Select(what).Order()];
        return $"{sorted[sorted.Length / 2]:0}, {sorted[(int)(0.95 * sorted.Length)]:0}";
    }

    /// <summary>Milliseconds since the question, and the tokens after the first text.</summary>
    private sealed record Waited(double Prompt, double First, double End, int Tokens);
}

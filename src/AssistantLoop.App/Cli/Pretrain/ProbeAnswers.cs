using System.Text.Json;
using AssistantLoop.App.Settings;
using AssistantLoop.Inference;
using AssistantLoop.Training.Corpus.Probes;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace AssistantLoop.App.Cli.Pretrain;

/// <summary>Asks a model probes, the likeliest token each time, with a bar.</summary>
internal static class ProbeAnswers
{
    private const int LongestAnswer = 128;

    /// <summary>The answers, in the order of the probes.</summary>
    /// <param name="model">The model's folder.</param>
    /// <param name="settings">Threads, slots and the cache's folder.</param>
    /// <param name="probes">What is asked.</param>
    /// <param name="constrained">Hold answers in JSON to their schema.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public static Task<IReadOnlyList<ProbeAnswer>> AskAsync(
        string model, AppSettings settings, IReadOnlyList<CorpusProbe> probes, bool constrained, CancellationToken cancellationToken) =>
        Screen.Bars().StartAsync<IReadOnlyList<ProbeAnswer>>(async bars =>
        {
            ProgressTask bar = bars.AddTask("Asking", maxValue: probes.Count);
            await using Engine engine = Engine.Load(new EngineOptions
            {
                ModelFolder = model,
                CacheFolder = Path.Combine(settings.Data, "cache"),
                Threads = settings.Threads,
                Slots = settings.Slots,
            });
            using EngineChatClient client = new(engine);
            List<ProbeAnswer> answers = [];
            foreach (CorpusProbe[] batch in probes.Chunk(settings.Slots))
            {
                answers.AddRange(await Task.WhenAll(batch.Select(
                    probe => AskAsync(client, probe, constrained ? probe.Check.Schema : null, cancellationToken))));
                bar.Value = answers.Count;
            }

            return answers;
        });

    private static async Task<ProbeAnswer> AskAsync(
        EngineChatClient client, CorpusProbe probe, string? schema, CancellationToken cancellationToken)
    {
        ChatResponseFormat? format = schema is null
            ? null
            : ChatResponseFormat.ForJsonSchema(JsonSerializer.Deserialize<JsonElement>(schema));
        ChatResponse response = await client.GetResponseAsync(
            probe.Prompt.Select(message => new ChatMessage(new ChatRole(message.Role), message.Content)),
            new ChatOptions { MaxOutputTokens = LongestAnswer, ResponseFormat = format },
            cancellationToken);
        return new(probe, response.Text, probe.Check.Judge(response.Text));
    }
}

/// <summary>A probe, what a model answered, and what is right about it.</summary>
internal sealed record ProbeAnswer(CorpusProbe Probe, string Text, ProbeVerdict Verdict);

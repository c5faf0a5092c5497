using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Settings;
using AssistantLoop.Inference;
using AssistantLoop.Training.Corpus;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace AssistantLoop.App.Cli.Pretrain;

/// <summary>pretrain probe: how often a model copies a fact from its prompt, about businesses that training never saw.</summary>
internal static class PretrainProbeVerb
{
    public static Command Create()
    {
        Argument<string?> folder = new("FOLDER")
        {
            Description = "the model's folder (default: the model of the settings)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<int> count = new("--count") { Description = "how many questions", DefaultValueFactory = _ => 200 };
        Option<int> show = new("--show") { Description = "how many answers to print", DefaultValueFactory = _ => 5 };
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Command command = new("probe", "Measure how often a model copies a fact from a passage in its prompt.")
        {
            folder, count, show, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            AppSettings settings = SettingOptions.Read(parsed);
            int probes = parsed.GetValue(count);
            if (probes is < 1 or > 100_000)
                throw new SettingException("count", $"must be from 1 to 100000; given: {probes}");
            string model = Path.GetFullPath(parsed.GetValue(folder) ?? settings.Model);
            IReadOnlyList<Answered> answers = await AskAllAsync(model, settings, probes, cancellationToken);
            var result = new
            {
                model,
                questions = answers.Count,
                exact = answers.Average(answer => answer.Exact ? 1.0 : 0),
                cited = answers.Average(answer => answer.Cited ? 1.0 : 0),
            };
            if (parsed.GetValue(json))
            {
                Session.WriteJson(result);
                return 0;
            }

            foreach (Answered answer in answers.Take(parsed.GetValue(show)))
            {
                Console.WriteLine($"{(answer.Exact ? "right" : "wrong")}  {answer.Probe.Prompt[^1].Content}\n       "
                    + $"model:  {answer.Text}\n       wanted: {answer.Probe.Reference}");
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.questions} questions: exact fact {result.exact:P1}, right citation {result.cited:P1}"));
            return 0;
        });
        return command;
    }

    private static Task<IReadOnlyList<Answered>> AskAllAsync(
        string model, AppSettings settings, int count, CancellationToken cancellationToken) =>
        Screen.Bars().StartAsync<IReadOnlyList<Answered>>(async bars =>
        {
            ProgressTask bar = bars.AddTask("Asking", maxValue: count);
            await using Engine engine = Engine.Load(new EngineOptions
            {
                ModelFolder = model,
                CacheFolder = Path.Combine(settings.Data, "cache"),
                Threads = settings.Threads,
                Slots = settings.Slots,
            });
            using EngineChatClient client = new(engine);
            List<Answered> answers = [];
            foreach (FactProbe[] batch in HeldOut.Probes(count).Chunk(settings.Slots))
            {
                answers.AddRange(await Task.WhenAll(batch.Select(probe => AskAsync(client, probe, cancellationToken))));
                bar.Value = answers.Count;
            }

            return answers;
        });

    private static async Task<Answered> AskAsync(
        EngineChatClient client, FactProbe probe, CancellationToken cancellationToken)
    {
        ChatResponse response = await client.GetResponseAsync(
            probe.Prompt.Select(message => new ChatMessage(new ChatRole(message.Role), message.Content)),
            new ChatOptions { MaxOutputTokens = 96 },
            cancellationToken);
        string citation = probe.Reference[probe.Reference.LastIndexOf('[')..(probe.Reference.LastIndexOf(']') + 1)];
        return new(
            probe,
            response.Text,
            response.Text.Contains(probe.Fact, StringComparison.OrdinalIgnoreCase), // A sentence may begin with the fact.
            response.Text.Contains(citation, StringComparison.Ordinal));
    }

    private sealed record Answered(FactProbe Probe, string Text, bool Exact, bool Cited);
}

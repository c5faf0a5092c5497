using System.Diagnostics;
using System.Globalization;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;

namespace AssistantLoop.Bench;

/// <summary>
/// A step of our trainer against the same step in PyTorch (bench/torch/reference.py), with the same weights and batches
/// in alternate rounds: speed, the most memory that each held, and how far the losses differ.
/// </summary>
internal static class TrainBench
{
    /// <summary>Stands for the starter and after it the bigger shape.</summary>
    public const string All = "all";

    private const string Starter = "models/starter";
    private const int Rounds = 9;
    private const int Batches = 10;
    private const int Rank = 16;
    private const long ManyWeights = 20_000_000;

    // A python3 of the user's own often hides the system's, which has the distribution's packages.
    private static readonly string[] s_pythons = ["python3", "/usr/bin/python3"];
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(300);

    public static async Task RunAsync(string model, Workplace workplace, int threads)
    {
        if (FindPython() is not { } python)
        {
            Console.WriteLine("train needs PyTorch for python3: apt-get install python3-torch");
            return;
        }

        Console.WriteLine($"{Rounds} alternate rounds on {threads} threads, tokens a second: median (least to most)");
        string[] names = model == All ? [Starter, Workplace.CutSmolLm2] : [model];
        foreach (string name in names) await CompareAsync(name, workplace, python, threads);
    }

    private static async Task CompareAsync(string name, Workplace workplace, string python, int threads)
    {
        string folder = Path.GetFullPath(workplace.ModelFolder(name));
        string batches = Path.Combine(workplace.Folder, "batches.safetensors");
        string adapter = Path.Combine(workplace.Folder, "first-factors");
        // A shape of random weights has no tokenizer; it takes the starter's ids as well as any.
        TrainBatches.Write(File.Exists(Path.Combine(folder, "tokenizer.json")) ? folder : Starter, Batches, batches);
        long weights = WriteFactors(folder, adapter);
        int steps = weights < ManyWeights ? 5 : 2;
        Console.WriteLine($"{name}: {weights / 1e6:0.0} million weights, {steps} steps of 8 dialogues a round");

        foreach ((string mode, double rate) in new[] { ("lora", 2e-3), ("full", 2e-4) })
        {
            foreach (string precision in new[] { "fp32", "bf16" })
            {
                string[] arguments =
                [
                    folder, adapter, batches, mode, precision,
                    threads.ToString(CultureInfo.InvariantCulture), rate.ToString(CultureInfo.InvariantCulture),
                ];
                string program = typeof(TrainBench).Assembly.Location;
                using TrainSide ours = new("dotnet", [program, TrainChild.Verb, .. arguments]);
                using TrainSide theirs = new(python, ["bench/torch/reference.py", .. arguments]);
                await CompareAsync($"{mode} {precision}", ours, theirs, steps);
            }
        }
    }

    private static async Task CompareAsync(string name, TrainSide ours, TrainSide theirs, int steps)
    {
        List<double> our = [], their = [], ratios = [];
        for (int round = -1; round < Rounds; round++)
        {
            // Either's threads spin for a while after their work.
            await Task.Delay(s_settle);
            double ourSpeed = ours.Run(steps);
            await Task.Delay(s_settle);
            double theirSpeed = theirs.Run(steps);
            if (round < 0) continue;
            our.Add(ourSpeed);
            their.Add(theirSpeed);
            ratios.Add(ourSpeed / theirSpeed);
        }

        double difference = ours.Losses.Zip(theirs.Losses, (a, b) => Math.Abs(a - b)).Max();
        Console.WriteLine(
            $"{name,-10} {Spread.Of(our, "0"),-22} PyTorch {Spread.Of(their, "0"),-22} "
            + $"ratio {Spread.Of(ratios, "0.00")}");
        Console.WriteLine(
            $"{"",-10} at most {ours.Peak():0} MB and {theirs.Peak():0} MB; losses {ours.Losses[0]:0.0000} to "
            + $"{ours.Losses[^1]:0.0000} over {ours.Losses.Count} steps, {difference:0.0e+0} apart at most");
    }

    // A new adapter on all modules, from which both sides begin.
    private static long WriteFactors(string folder, string adapterFolder)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        using Decoder decoder = DecoderFiles.Load(model);
        AdapterConfig config = new() { Rank = Rank, Alpha = 2 * Rank, TargetModules = AdapterConfig.AllLinear };
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, config, seed: 1);
        adapter.ToPeft(null).Save(adapterFolder);
        return decoder.parameters().Sum(parameter => parameter.numel());
    }

    private static string? FindPython() => s_pythons.FirstOrDefault(python =>
    {
        using Process process = Process.Start("sh", ["-c", $"{python} -c 'import torch' 2> /dev/null"]);
        process.WaitForExit();
        return process.ExitCode == 0;
    });
}

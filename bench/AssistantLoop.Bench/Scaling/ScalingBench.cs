using System.Globalization;
using AssistantLoop.Evaluation.Reports;
using AssistantLoop.Training;
using AssistantLoop.Training.Pretrain;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Bench.Scaling;

/// <summary>
/// Which size of model learns most from a given amount of computing: the starter's recipe at three sizes and two budgets.
/// A token costs 6 operations a weight (Kaplan et al. 2020, section 2.1), so a smaller model reads more tokens.
/// </summary>
internal static class ScalingBench
{
    private const string TokenizerFolder = "models/starter";
    private const double OperationsPerWeight = 6;

    private static readonly (int Layers, int Width)[] s_shapes = [(6, 192), (8, 256), (10, 320)];

    /// <param name="plot">Where to write the plot, as SVG.</param>
    /// <param name="budget">The larger budget in 10^12 operations; the other one is a quarter of it.</param>
    /// <param name="workplace">Where runs leave their files.</param>
    public static void Run(string plot, int budget, Workplace workplace)
    {
        List<ScalingPoint> points = [];
        Console.WriteLine($"{"budget",10} {"layers",6} {"width",6} {"weights",11} {"tokens",11} {"seconds",8} {"held-out loss",14}");
        foreach (double operations in (double[])[budget * 1e12 / 4, budget * 1e12])
        {
            foreach ((int layers, int width) in s_shapes)
            {
                ScalingPoint point = Train(layers, width, operations, Path.Combine(workplace.Folder, $"{points.Count}"));
                points.Add(point);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{operations,10:0.0e+0} {layers,6} {width,6} {point.Weights,11} {point.Tokens,11} {point.Seconds,8:0} {point.Loss,14:0.0000}"));
            }
        }

        File.WriteAllText(plot, LinePlot.Svg(
            "Held-out loss at equal computing (lower is better)", "weights (millions, logarithmic)", "nats a token",
            [.. points.GroupBy(point => point.Operations).Select(line => new PlotLine(
                string.Create(CultureInfo.InvariantCulture, $"{line.Key / 1e12:0} · 10¹² operations"),
                [.. line.Select(point => (point.Weights / 1e6, point.Loss))]))],
            logarithmic: true));
        Console.WriteLine($"plot: {plot}");
    }

    private static ScalingPoint Train(int layers, int width, double operations, string folder)
    {
        PretrainRecipe recipe = new PretrainRecipe { HeldOutEvery = int.MaxValue }.Sized(layers, width);
        long weights = MemoryEstimate.WeightsOf(recipe.ToConfig());
        int steps = (int)Math.Max(1, operations / (OperationsPerWeight * weights * recipe.TokensPerPass));
        recipe = recipe with { Steps = steps };
        string tokenizer = Path.Combine(folder, "tokenizer");
        StarterData.TakeTokenizer(TokenizerFolder, tokenizer);
        PretrainResult result = Pretraining.Run(
            recipe, StarterData.Prepare(recipe, dialogueFolder: null, tokenizer), tokenizer, Path.Combine(folder, "model"),
            Path.Combine(folder, "checkpoint"), new Progress(), CancellationToken.None);
        return new(operations, weights, result.Tokens, result.Duration.TotalSeconds, result.HeldOutLoss!.Value);
    }

    // One line at a time on a terminal; nothing where the output is a file.
    private sealed class Progress : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (!Console.IsOutputRedirected && value.Step % 10 == 0)
            {
                Console.Write(string.Create(CultureInfo.InvariantCulture,
                    $"step {value.Step} of {value.Steps}, loss {value.Loss:0.000}   \r"));
            }
        }
    }
}

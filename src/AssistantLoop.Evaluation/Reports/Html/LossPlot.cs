using System.Globalization;
using System.Text;

namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>Training and held-out loss by step.</summary>
internal static class LossPlot
{
    private const double Wide = 720, Tall = 260, Left = 52, Right = 12, Top = 12, Bottom = 34;
    private const int MostPoints = 600;
    private const int Lines = 4;

    public static HtmlText Draw(TrainingSummary training)
    {
        StepLoss[] trained = Thinned(training.Losses);
        double[] all = [.. trained.Concat(training.HeldOutLosses).Select(at => at.Loss).Where(double.IsFinite)];
        double least = all.Min(), most = all.Max(), steps = training.Losses.Count;
        double span = most > least ? most - least : 1;
        double X(double step) => Left + (step / steps * (Wide - Left - Right));
        double Y(double loss) => Tall - Bottom - ((loss - least) / span * (Tall - Top - Bottom));
        string Path(IEnumerable<StepLoss> points) => points.Where(at => double.IsFinite(at.Loss)).Aggregate(
            new StringBuilder(),
            (path, at) => path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{X(at.Step):0.#} {Y(at.Loss):0.#}"),
            path => path.ToString());

        HtmlText plot = new();
        plot.Add($"""
            <figure class="curve"><svg viewBox="0 0 {Wide} {Tall}" role="img" aria-label="Training loss from {training.Losses[0]:0.000} to {training.Losses[^1]:0.000} over {training.Losses.Count} steps{HeldOut(training)}">
            """);
        for (int line = 0; line <= Lines; line++)
        {
            double loss = least + (span * line / Lines), step = steps * line / Lines;
            plot.Add($"<path class=\"grid\" d=\"M{Left} {Y(loss):0.#}H{Wide - Right}\"/><text x=\"{Left - 6}\" y=\"{Y(loss) + 4:0.#}\" text-anchor=\"end\">{loss:0.00}</text>");
            plot.Add($"<text x=\"{X(step):0.#}\" y=\"{Tall - 12}\" text-anchor=\"{(line == Lines ? "end" : "middle")}\">{step:0}</text>");
        }

        plot.Add($"<path class=\"training\" d=\"{Path(trained)}\"/><path class=\"held-out\" d=\"{Path(training.HeldOutLosses)}\"/>");
        foreach (StepLoss at in training.HeldOutLosses.Where(at => double.IsFinite(at.Loss)))
        {
            plot.Add($"<circle cx=\"{X(at.Step):0.#}\" cy=\"{Y(at.Loss):0.#}\" r=\"3.5\"/>");
        }

        return plot.Add($"</svg><figcaption><span class=\"key after\">training loss</span> <span class=\"key held-out\">held-out loss</span>; nats a token, by step</figcaption></figure>\n");
    }

    private static string HeldOut(TrainingSummary training) => training.HeldOutLosses.Count == 0
        ? ""
        : FormattableString.Invariant($"; held-out loss from {training.HeldOutLosses[0].Loss:0.000} to {training.HeldOutLosses[^1].Loss:0.000}");

    /// <summary>Long runs are drawn by the means of neighbouring steps.</summary>
    private static StepLoss[] Thinned(IReadOnlyList<double> losses)
    {
        int width = (losses.Count + MostPoints - 1) / MostPoints;
        return [.. losses.Chunk(width).Select((chunk, at) => new StepLoss(Math.Min(losses.Count, (at * width) + ((width + 1) / 2)), chunk.Average()))];
    }
}

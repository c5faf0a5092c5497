using System.Text.Json;

namespace AssistantLoop.Evaluation.Reports;

/// <summary>Draws what the log.jsonl of a pre-training run tells: the training loss, by means of neighbouring lines, and the held-out loss.</summary>
public static class LossCurve
{
    private const int MostPoints = 120;

    /// <summary>The plot; null where the log has too little to draw.</summary>
    /// <param name="log">Lines of steps; a run that was killed and went on has some steps twice, of which the later hold.</param>
    public static string? Of(IEnumerable<string> log)
    {
        SortedDictionary<int, Line> steps = [];
        foreach (Line line in log.Select(text => JsonSerializer.Deserialize<Line>(text, JsonSerializerOptions.Web)!))
        {
            steps[line.Step] = line;
        }

        if (steps.Count < 2)
        {
            return null;
        }

        int width = (steps.Count + MostPoints - 1) / MostPoints;
        List<PlotLine> lines =
        [
            new("training", [.. steps.Values.Chunk(width).Select(some =>
                ((double)some[^1].Step, some.Average(line => line.Loss)))], Dots: false),
        ];
        (double, double)[] heldOut =
            [.. steps.Values.Where(line => line.HeldOutLoss is not null).Select(line => ((double)line.Step, line.HeldOutLoss!.Value))];
        if (heldOut.Length > 0)
        {
            lines.Add(new("held out, answers", heldOut));
        }

        return LinePlot.Svg("Loss by step", "step", "nats a token", lines);
    }

    private sealed record Line(int Step, double Loss, double? HeldOutLoss);
}

using System.Globalization;
using System.Text;

namespace AssistantLoop.Bench.Scaling;

/// <summary>Held-out loss by size of model, a line for each budget, as SVG that reads on light and on dark pages.</summary>
internal static class ScalingPlot
{
    private const int Width = 640, Height = 360, Left = 64, Right = 150, Top = 40, Bottom = 52;

    private static readonly string[] s_colours = ["#d97706", "#2563eb"];

    public static string Svg(IReadOnlyList<ScalingPoint> points)
    {
        double lowest = Math.Floor(points.Min(point => point.Loss) * 10) / 10;
        double highest = Math.Ceiling(points.Max(point => point.Loss) * 10) / 10;
        double least = Math.Log(points.Min(point => point.Weights) / 1.2);
        double most = Math.Log(points.Max(point => point.Weights) * 1.2);
        double X(double weights) => Left + ((Width - Left - Right) * (Math.Log(weights) - least) / (most - least));
        double Y(double loss) => Top + ((Height - Top - Bottom) * (highest - loss) / (highest - lowest));

        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12" role="img" aria-label="Held-out loss by size of model at equal computing">
            <rect width="{Width}" height="{Height}" fill="#ffffff"/>
            <text x="{Left}" y="22" font-size="14" font-weight="bold" fill="#111827">Held-out loss at equal computing (lower is better)</text>
            <text x="{(Left + Width - Right) / 2}" y="{Height - 12}" text-anchor="middle" fill="#374151">weights (millions, logarithmic)</text>
            <text transform="translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle" fill="#374151">nats a token</text>

            """);
        for (int i = 0; i <= 4; i++)
        {
            double loss = lowest + ((highest - lowest) * i / 4);
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(loss):0.0}" y2="{Y(loss):0.0}" stroke="#e5e7eb"/><text x="{Left - 8}" y="{Y(loss) + 4:0.0}" text-anchor="end" fill="#374151">{loss:0.00}</text>""");
        }

        foreach (long weights in points.Select(point => point.Weights).Distinct())
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{X(weights):0.0}" y="{Height - Bottom + 18}" text-anchor="middle" fill="#374151">{weights / 1e6:0.0}</text>""");
        }

        foreach ((int at, IGrouping<double, ScalingPoint> line) in points.GroupBy(point => point.Operations).Index())
        {
            string colour = s_colours[at % s_colours.Length];
            string path = string.Join(' ', line.Select(point =>
                string.Create(CultureInfo.InvariantCulture, $"{X(point.Weights):0.0},{Y(point.Loss):0.0}")));
            ScalingPoint last = line.Last();
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>""");
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{X(last.Weights) + 10:0.0}" y="{Y(last.Loss) + 4:0.0}" fill="{colour}">{line.Key / 1e12:0} · 10¹² operations</text>""");
            foreach (ScalingPoint point in line)
            {
                svg.AppendLine(CultureInfo.InvariantCulture, $"""<circle cx="{X(point.Weights):0.0}" cy="{Y(point.Loss):0.0}" r="4" fill="{colour}"><title>{point.Weights} weights, {point.Tokens} tokens: {point.Loss:0.000}</title></circle>""");
            }
        }

        return svg.Append("</svg>\n").ToString();
    }
}

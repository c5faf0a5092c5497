using System.Globalization;
using System.Net;
using System.Text;

namespace AssistantLoop.Evaluation.Reports;

/// <summary>A line of a plot.</summary>
/// <param name="Name">What it shows; stands at its end.</param>
/// <param name="Points">From left to right.</param>
/// <param name="Dots">Whether each point is marked.</param>
public sealed record PlotLine(string Name, IReadOnlyList<(double X, double Y)> Points, bool Dots = true);

/// <summary>Lines over numbers as an SVG file of its own, which reads on light and on dark pages.</summary>
public static class LinePlot
{
    private const int Width = 640, Height = 360, Left = 64, Right = 150, Top = 40, Bottom = 52;
    private const int Ticks = 4;

    private static readonly string[] s_colours = ["#d97706", "#2563eb", "#059669"];

    /// <summary>Draws the lines.</summary>
    /// <param name="title">What the plot shows.</param>
    /// <param name="across">What the horizontal axis counts.</param>
    /// <param name="up">What the vertical axis counts.</param>
    /// <param name="lines">The lines, with one point at least.</param>
    /// <param name="logarithmic">Whether the horizontal axis is logarithmic; its ticks are then the points' own places.</param>
    public static string Svg(
        string title, string across, string up, IReadOnlyList<PlotLine> lines, bool logarithmic = false)
    {
        List<(double X, double Y)> all = [.. lines.SelectMany(line => line.Points)];
        double lowest = Math.Floor(all.Min(point => point.Y) * 10) / 10;
        double highest = Math.Max(Math.Ceiling(all.Max(point => point.Y) * 10) / 10, lowest + 0.1);
        double Scaled(double x) => logarithmic ? Math.Log(x) : x;
        double margin = logarithmic ? Math.Log(1.2) : 0;
        double least = Scaled(all.Min(point => point.X)) - margin, most = Scaled(all.Max(point => point.X)) + margin;
        double X(double x) => Left + ((Width - Left - Right) * (Scaled(x) - least) / Math.Max(most - least, 1e-9));
        double Y(double y) => Top + ((Height - Top - Bottom) * (highest - y) / (highest - lowest));

        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12" role="img" aria-label="{Escaped(title)}">
            <rect width="{Width}" height="{Height}" fill="#ffffff"/>
            <text x="{Left}" y="22" font-size="14" font-weight="bold" fill="#111827">{Escaped(title)}</text>
            <text x="{(Left + Width - Right) / 2}" y="{Height - 12}" text-anchor="middle" fill="#374151">{Escaped(across)}</text>
            <text transform="translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle" fill="#374151">{Escaped(up)}</text>

            """);
        for (int i = 0; i <= Ticks; i++)
        {
            double y = lowest + ((highest - lowest) * i / Ticks);
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(y):0.0}" y2="{Y(y):0.0}" stroke="#e5e7eb"/><text x="{Left - 8}" y="{Y(y) + 4:0.0}" text-anchor="end" fill="#374151">{y:0.00}</text>""");
        }

        IEnumerable<double> places = logarithmic
            ? all.Select(point => point.X).Distinct()
            : Enumerable.Range(0, Ticks + 1).Select(i => least + ((most - least) * i / Ticks));
        bool wide = most - least >= 100;
        foreach (double x in places)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{X(x):0.0}" y="{Height - Bottom + 18}" text-anchor="middle" fill="#374151">{(wide ? Math.Round(x) : x):0.#}</text>""");
        }

        foreach ((int at, PlotLine line) in lines.Index())
        {
            string colour = s_colours[at % s_colours.Length];
            string path = string.Join(' ', line.Points.Select(point =>
                string.Create(CultureInfo.InvariantCulture, $"{X(point.X):0.0},{Y(point.Y):0.0}")));
            (double x, double y) = line.Points[^1];
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{(line.Dots ? 2 : 1)}"/>""");
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{X(x) + 10:0.0}" y="{Y(y) + 4:0.0}" fill="{colour}">{Escaped(line.Name)}</text>""");
            foreach ((double dotX, double dotY) in line.Dots ? line.Points : [])
            {
                svg.AppendLine(CultureInfo.InvariantCulture, $"""<circle cx="{X(dotX):0.0}" cy="{Y(dotY):0.0}" r="4" fill="{colour}"><title>{dotX:0.##}: {dotY:0.000}</title></circle>""");
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}

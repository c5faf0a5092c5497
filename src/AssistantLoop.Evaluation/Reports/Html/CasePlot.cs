using System.Globalization;
using System.Text;
using AssistantLoop.Evaluation.Comparison;

namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>One bar a case, sorted from the greatest win to the greatest loss.</summary>
internal static class CasePlot
{
    private const int MostApart = 150;

    public static HtmlText Draw(IReadOnlyList<CaseChange> cases)
    {
        double[] changes = [.. cases.Select(change => change.Change).OrderDescending()];
        int better = changes.Count(change => change > 0), worse = changes.Count(change => change < 0);
        // Gaps between a few bars; between hundreds they would only grey them.
        double gap = changes.Length > MostApart ? 0 : 0.1;
        StringBuilder up = new(), down = new();
        for (int at = 0; at < changes.Length; at++)
        {
            if (changes[at] != 0)
            {
                (changes[at] > 0 ? up : down).Append(
                    CultureInfo.InvariantCulture, $"M{at + gap:0.##} 0V{-changes[at]:0.###}H{at + 1 - gap:0.##}V0Z");
            }
        }

        return new HtmlText().Add($"""
            <figure class="curve"><div class="axis"><span>+1</span><span>0</span><span>−1</span></div>
            <svg class="cases" viewBox="0 -1 {Math.Max(1, changes.Length)} 2" preserveAspectRatio="none" role="img" aria-label="Change of the score case by case: {better} better, {worse} worse, {changes.Length - better - worse} equal"><path class="up" d="{up.ToString()}"/><path class="down" d="{down.ToString()}"/><path class="zero" d="M0 0H{changes.Length}"/></svg>
            <figcaption>Each bar is the change of one case's score, best first: {better} better, {worse} worse, {changes.Length - better - worse} equal.</figcaption></figure>
            """);
    }
}

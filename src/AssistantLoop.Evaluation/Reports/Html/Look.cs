using AssistantLoop.Evaluation.Comparison;

namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>The class by which a change is coloured; words beside it say the same.</summary>
internal static class Look
{
    public static string Class(MetricChange change) => Numbers.Verdict(change) switch
    {
        "better" => "up",
        "worse" => "down",
        _ => "even",
    };
}

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>How one case went.</summary>
/// <param name="Id">The case's id.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Accuracy">Share of the expected facts in the answer, 0 to 1.</param>
/// <param name="Citation">1 if the required passage is cited, else 0; null where none is required.</param>
/// <param name="Style">Share of the style checks met, 0 to 1; null where there are none.</param>
/// <param name="Milliseconds">From question to whole answer.</param>
public sealed record CaseResult(
    string Id, string Question, string Answer, double Accuracy, double? Citation, double? Style, double Milliseconds)
{
    /// <summary>The mean of the metrics that apply to the case.</summary>
    public double Score => new[] { Accuracy, Citation, Style }.OfType<double>().Average();
}

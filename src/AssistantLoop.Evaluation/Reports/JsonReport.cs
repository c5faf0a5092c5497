using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Evaluation.Comparison;
using AssistantLoop.Evaluation.Gates;

namespace AssistantLoop.Evaluation.Reports;

/// <summary>The report for programs; what was not measured is null.</summary>
public static class JsonReport
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes the report.</summary>
    public static string Write(ReportData data) => JsonSerializer.Serialize(
        new
        {
            data.Business,
            data.Made,
            suite = data.After.Suite,
            data.After.SuiteHash,
            before = data.BeforeName,
            after = data.AfterName,
            decision = new
            {
                data.Decision.Outcome,
                data.Decision.Promote,
                data.Decision.Reason,
                data.Decision.FurtherCases,
                checks = data.Decision.Checks.Select(Of),
            },
            metrics = Of(data.Comparison),
            general = data.General is null ? null : Of(data.General),
            data.Training,
            cases = data.Comparison.Cases.Select(change => new { change.Change, change.Before, change.After }),
        },
        s_json);

    private static object Of(GateCheck check) => new
    {
        check.Metric,
        requirement = check.Requirement.ToString(),
        check.Requirement.Veto,
        before = Finite(check.Serving),
        after = Finite(check.Candidate),
        check.Interval,
        check.Outcome,
        check.FurtherCases,
    };

    private static IEnumerable<object> Of(ResultComparison comparison) =>
        comparison.Metrics.Zip(comparison.Adjusted, object (MetricChange change, double adjusted) => new
        {
            metric = change.Metric.Name,
            change.Metric.HigherIsBetter,
            change.Metric.Unit,
            change.Before,
            change.After,
            change.Change,
            change.Interval,
            change.Wins,
            change.Losses,
            change.Cases,
            change.SignTest,
            signTestHolm = adjusted,
        });

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

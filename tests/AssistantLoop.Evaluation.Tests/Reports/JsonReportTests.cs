using System.Text.Json;
using AssistantLoop.Evaluation.Reports;

namespace AssistantLoop.Evaluation.Tests.Reports;

public sealed class JsonReportTests
{
    [Fact]
    public void A_program_reads_decision_metrics_cases_and_training()
    {
        JsonElement report = JsonDocument.Parse(JsonReport.Write(SampleReport.Data())).RootElement;

        Assert.Equal("reject", report.GetProperty("decision").GetProperty("outcome").GetString());
        JsonElement score = report.GetProperty("metrics").EnumerateArray().Single(metric => metric.GetProperty("metric").GetString() == "score");
        Assert.Equal((1, 1, 3), (score.GetProperty("wins").GetInt32(), score.GetProperty("losses").GetInt32(), score.GetProperty("cases").GetInt32()));
        Assert.True(score.GetProperty("interval").GetProperty("low").GetDouble() < 0);
        Assert.Equal(3, report.GetProperty("cases").GetArrayLength());
        Assert.Equal(4, report.GetProperty("training").GetProperty("losses").GetArrayLength());
        Assert.NotEmpty(report.GetProperty("general").EnumerateArray());
    }

    [Fact]
    public void What_was_not_measured_is_null()
    {
        JsonElement report = JsonDocument.Parse(JsonReport.Write(SampleReport.Data())).RootElement;

        JsonElement veto = report.GetProperty("decision").GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("veto").GetBoolean());
        Assert.Equal(JsonValueKind.Null, veto.GetProperty("after").ValueKind);
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Evaluation.Gates;

namespace AssistantLoop.Learning.Runs;

/// <summary>What came of a run.</summary>
/// <param name="Version">The number of the version it made.</param>
/// <param name="Promoted">Whether the version serves.</param>
/// <param name="Decision">The gate's reason.</param>
/// <param name="Samples">Samples trained on.</param>
/// <param name="TrainSeconds">How long training took.</param>
/// <param name="FirstLoss">Training loss of the first step, in nats a token.</param>
/// <param name="LastLoss">Training loss of the last step, in nats a token.</param>
/// <param name="HeldOutBefore">Held-out loss of the base, in nats a token.</param>
/// <param name="HeldOutAfter">Held-out loss of the adapter, in nats a token.</param>
/// <param name="Report">The before/after report, Markdown.</param>
/// <param name="Outcome">What the gate said: promote, reject or notEnoughEvidence.</param>
/// <param name="ReportHash">The report's folder in the artefact store.</param>
/// <param name="Impact">What the corrections did, in a sentence.</param>
public sealed record RunResult(
    int Version,
    bool Promoted,
    string Decision,
    int Samples,
    double TrainSeconds,
    double FirstLoss,
    double LastLoss,
    double? HeldOutBefore,
    double? HeldOutAfter,
    string Report,
    Outcome Outcome,
    string ReportHash,
    string Impact)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The result as it is stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, s_json);

    /// <summary>A stored result.</summary>
    public static RunResult Read(string text) => JsonSerializer.Deserialize<RunResult>(text, s_json)!;
}

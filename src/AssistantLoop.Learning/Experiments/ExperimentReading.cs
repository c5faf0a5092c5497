using System.Text.Json;
using System.Text.Json.Serialization;

namespace AssistantLoop.Learning.Experiments;

/// <summary>What an experiment says so far.</summary>
/// <param name="Verdict">Whether to go on.</param>
/// <param name="Why">The verdict's reason, a sentence.</param>
/// <param name="ControlVisitors">Settled visitors of the control.</param>
/// <param name="TreatmentVisitors">Settled visitors of the treatment.</param>
/// <param name="Harm">Evidence that the treatment is worse: the mean over down, fallback and regenerated.</param>
/// <param name="Benefit">Evidence that the treatment makes fewer visitors unhappy.</param>
/// <param name="Measures">Each measure: unhappy, down, fallback, regenerated, up.</param>
public sealed record ExperimentReading(
    ExperimentVerdict Verdict,
    string Why,
    int ControlVisitors,
    int TreatmentVisitors,
    double Harm,
    double Benefit,
    IReadOnlyList<ExperimentMeasure> Measures)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The reading as it is kept with the experiment's end.</summary>
    public string Write() => JsonSerializer.Serialize(this, s_json);

    /// <summary>A kept reading.</summary>
    public static ExperimentReading Read(string text) => JsonSerializer.Deserialize<ExperimentReading>(text, s_json)!;
}

/// <summary>The share of visitors with one mark.</summary>
/// <param name="Name">unhappy, down, fallback, regenerated or up.</param>
/// <param name="Control">The control's share; null before its first visitor.</param>
/// <param name="Treatment">The treatment's share; null before its first visitor.</param>
/// <param name="Least">The least difference (treatment less control) that is possible, at any look, at 95 %.</param>
/// <param name="Most">The greatest.</param>
public sealed record ExperimentMeasure(string Name, double? Control, double? Treatment, double Least, double Most);

/// <summary>Whether an experiment should go on.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExperimentVerdict>))]
public enum ExperimentVerdict
{
    /// <summary>Not enough evidence yet.</summary>
    GoOn,

    /// <summary>The treatment is worse: stop.</summary>
    Worse,

    /// <summary>The treatment is better: stop and promote.</summary>
    Better,

    /// <summary>They differ by less than what is worth telling apart: stop.</summary>
    Even,
}

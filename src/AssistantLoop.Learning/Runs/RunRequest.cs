using System.Text.Json;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.Runs;

/// <summary>What was asked of a run beside the automatic recipe; kept as the run's recipe, JSON.</summary>
/// <param name="Objective">The sum to minimise as <see cref="AimText"/> reads it; null: what suits the data.</param>
/// <param name="Seed">Seed of factors and order.</param>
public sealed record RunRequest(string? Objective = null, long Seed = 1)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The request as it is stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, s_json);

    /// <summary>A stored request.</summary>
    public static RunRequest Read(string text) => JsonSerializer.Deserialize<RunRequest>(text, s_json)!;
}

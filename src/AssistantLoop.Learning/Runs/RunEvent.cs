using System.Text.Json;

namespace AssistantLoop.Learning.Runs;

/// <summary>One line of a run's progress, as it is stored and shown.</summary>
/// <param name="Kind">state, progress or evaluation.</param>
public sealed record RunEvent(string Kind)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The line's number in its run.</summary>
    public int Sequence { get; init; }

    /// <summary>With state: the run's new state.</summary>
    public string? State { get; init; }

    /// <summary>What happened, in words.</summary>
    public string? Message { get; init; }

    /// <summary>Optimiser steps done, or evaluation cases done.</summary>
    public int? Step { get; init; }

    /// <summary>Optimiser steps, or evaluation cases, in all.</summary>
    public int? Steps { get; init; }

    /// <summary>The pass over the data.</summary>
    public int? Epoch { get; init; }

    /// <summary>Training loss of the step, in nats a token.</summary>
    public double? Loss { get; init; }

    /// <summary>Held-out loss where it was measured, in nats a token.</summary>
    public double? HeldOutLoss { get; init; }

    /// <summary>Tokens trained on a second.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Seconds until training ends, as far as can be told.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>The line as it is stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, s_json);

    /// <summary>A stored line.</summary>
    public static RunEvent Read(int sequence, string content) =>
        JsonSerializer.Deserialize<RunEvent>(content, s_json)! with { Sequence = sequence };
}

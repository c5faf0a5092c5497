using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Training.Objectives;

namespace AssistantLoop.Training.Tuning;

/// <summary>An objective and what it counts in the sum that a run minimises. JSON holds its name and settings.</summary>
[JsonConverter(typeof(AimJson))]
public sealed record Aim(IObjective Objective, double Weight = 1);

/// <summary>Writes an aim; a recipe's manifest is read by people, so there is no way back.</summary>
internal sealed class AimJson : JsonConverter<Aim>
{
    public override Aim Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("An objective is code; it is not read from JSON.");

    public override void Write(Utf8JsonWriter writer, Aim value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("objective", value.Objective.Name);
        writer.WriteNumber("weight", value.Weight);
        foreach ((string name, double setting) in value.Objective.Settings) writer.WriteNumber(name, setting);
        writer.WriteEndObject();
    }
}

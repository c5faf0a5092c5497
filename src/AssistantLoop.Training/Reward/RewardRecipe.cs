using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Reward;

/// <summary>All hyper-parameters of a reward model.</summary>
public sealed record RewardRecipe
{
    /// <summary>By how much the chosen answer's reward should at least be the greater; 0 or more.</summary>
    public double Margin { get; init; }

    /// <summary>What rewards away from 0 cost; 0 or more.</summary>
    public double Centring { get; init; } = 0.01;

    /// <summary>
    /// What is as in fine-tuning; an example is a pair. There are no aims but the reward's own, an adapter learns, and
    /// neither replay nor checkpoints are known.
    /// </summary>
    public Recipe Common { get; init; } = new() { Epochs = 1 };

    /// <summary>Throws where a value is out of its range.</summary>
    /// <exception cref="TrainingException">A common value is out of its range, or of no use here.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The margin or the centring is negative.</exception>
    public void Check()
    {
        Common.CheckForAdapterAlone();
        _ = Objective;
    }

    [JsonIgnore]
    internal RewardObjective Objective => new(Margin, Centring);

    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(
        this with { Common = Common with { Aims = [] } }, RewardRecipeJson.Default.RewardRecipe);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RewardRecipe))]
internal sealed partial class RewardRecipeJson : JsonSerializerContext;

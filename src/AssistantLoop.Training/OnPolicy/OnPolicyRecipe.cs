using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.OnPolicy;

/// <summary>How sampled answers are learnt from.</summary>
public enum OnPolicyMethod
{
    /// <summary>Each answer against its group, in deviations, token by token (<see cref="GrpoObjective"/>).</summary>
    Grpo,

    /// <summary>Each answer against the others of its group, as a whole (<see cref="RlooObjective"/>).</summary>
    Rloo,
}

/// <summary>All hyper-parameters of on-policy optimisation.</summary>
public sealed record OnPolicyRecipe
{
    public OnPolicyMethod Method { get; init; } = OnPolicyMethod.Grpo;

    /// <summary>β, 0 or more: what leaving the reference costs, beside a reward's deviation or the reward itself.</summary>
    public double Beta { get; init; } = 0.04;

    /// <summary>Answers that are drawn to a prompt and compared; 2 or more.</summary>
    public int Answers { get; init; } = 8;

    /// <summary>
    /// What logits are divided by when answers are drawn, over 0. At 1, and with the whole vocabulary, answers come from
    /// the very distribution that learns; with anything else the gradient is a little wrong.
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Share of the probability that answers are drawn from, over 0 up to 1.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Most tokens of an answer, its end included.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>
    /// How far the answers' tokens may leave the reference, in nats a token on average, before the run stops.
    /// </summary>
    public double MaxDivergence { get; init; } = 1;

    /// <summary>
    /// What is as in fine-tuning. An example is a prompt: <see cref="Recipe.BatchSize"/> prompts make a step, each is
    /// asked <see cref="Recipe.Epochs"/> times, and patience is with the mean reward of the held-out prompts' most
    /// probable answers, measured every <see cref="Recipe.HeldOutEvery"/> steps. There are no aims but the method's own,
    /// an adapter learns without dropout, and neither replay nor checkpoints are known.
    /// </summary>
    public Recipe Common { get; init; } = new() { LearningRate = 5e-5, BatchSize = 4, Epochs = 1 };

    /// <summary>Throws where a value is out of its range.</summary>
    /// <exception cref="TrainingException">The message names the value and its range.</exception>
    public void Check()
    {
        Common.CheckForAdapterAlone();
        if (Common.Dropout != 0) throw new TrainingException("Dropout must be 0: the model that answers is the one that learns.");
        Recipe.Need(Beta >= 0 && double.IsFinite(Beta), nameof(Beta), "0 or more", Beta);
        Recipe.Need(Answers >= 2, nameof(Answers), "at least 2", Answers);
        Recipe.Need(Temperature > 0 && double.IsFinite(Temperature), nameof(Temperature), "over 0", Temperature);
        Recipe.Need(TopP is > 0 and <= 1, nameof(TopP), "over 0 up to 1", TopP);
        Recipe.Need(MaxTokens >= 2, nameof(MaxTokens), "at least 2", MaxTokens);
        Recipe.Need(MaxDivergence > 0, nameof(MaxDivergence), "over 0", MaxDivergence);
    }

    /// <summary>
    /// The recipe of the updates: the common one with the method's objective. RLOO's β is in the advantages already.
    /// </summary>
    internal Recipe ToTuning() => Common with
    {
        Aims = [new(Method == OnPolicyMethod.Grpo ? new GrpoObjective(Beta) : new RlooObjective())],
    };

    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(
        this with { Common = ToTuning() }, OnPolicyRecipeJson.Default.OnPolicyRecipe);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(OnPolicyRecipe))]
internal sealed partial class OnPolicyRecipeJson : JsonSerializerContext;

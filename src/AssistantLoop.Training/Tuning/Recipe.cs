using System.Text.Json.Serialization;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Training.Objectives;

namespace AssistantLoop.Training.Tuning;

/// <summary>What of a model learns.</summary>
public enum Scope
{
    /// <summary>The factors of a LoRA adapter; the base is frozen.</summary>
    Adapter,

    /// <summary>The last layers and the final norm.</summary>
    LastLayers,

    /// <summary>Every weight.</summary>
    All,
}

/// <summary>All hyper-parameters of fine-tuning.</summary>
public sealed record Recipe
{
    /// <summary>What is minimised: the sum of the objectives, each times its weight.</summary>
    public IReadOnlyList<Aim> Aims { get; init; } = [new(new SftObjective())];

    public Scope Learns { get; init; } = Scope.Adapter;

    /// <summary>Layers that learn where <see cref="Learns"/> is <see cref="Scope.LastLayers"/>.</summary>
    public int LastLayers { get; init; } = 2;

    /// <summary>Rank r of the factors.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>The factors' product counts alpha / r.</summary>
    public double Alpha { get; init; } = 32;

    /// <summary>The factors' product counts alpha / sqrt(r) instead (Kalajdzievski 2023).</summary>
    public bool RsLora { get; init; }

    /// <summary>
    /// The length of each row of a module learns apart from its direction (DoRA, Liu et al. 2024). Such an adapter is
    /// served merged into its base.
    /// </summary>
    public bool Dora { get; init; }

    /// <summary>Share of a module's inputs that its factors do not see while training, 0 up to but not 1.</summary>
    public double Dropout { get; init; }

    /// <summary>Last names of the modules to adapt.</summary>
    public IReadOnlyList<string> TargetModules { get; init; } = AdapterConfig.AllLinear;

    /// <summary>B's learning rate over A's (LoRA+, Hayou et al. 2024).</summary>
    public double LoraPlusRatio { get; init; } = 1;

    /// <summary>Highest learning rate.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>
    /// General samples' share of all that is trained on, 0 up to but not 1, so that answering from the passages is not
    /// forgotten while something else is learnt. They are generated anew, and imitated.
    /// </summary>
    public double ReplayShare { get; init; }

    /// <summary>Times that each sample is seen.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Ways in which the last question of each sample is put, its own among them: 1, the default, is its own alone.</summary>
    public int Wordings { get; init; } = 1;

    /// <summary>Examples of one step.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>
    /// Tokens of one pass at most (a longer example has one of its own); a step makes as many passes as its examples
    /// need, and their number changes nothing but memory and time.
    /// </summary>
    public int TokensPerPass { get; init; } = 4096;

    /// <summary>Longest text in tokens; a longer one is left out and counted. The model's own limit holds too.</summary>
    public int MaxLength { get; init; } = 1024;

    /// <summary>
    /// Keep only each layer's input and compute the rest once more on the way back: about a third more time for a
    /// fraction of the memory.
    /// </summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Share of the steps in which the learning rate rises.</summary>
    public double WarmupShare { get; init; } = 0.05;

    /// <summary>How the learning rate falls to zero afterwards.</summary>
    public Decay Decay { get; init; } = Decay.Cosine;

    /// <summary>
    /// Keep AdamW's means in 8 bits: a quarter of their memory for some time, which pays where whole models learn.
    /// </summary>
    public bool EightBitOptimizer { get; init; }

    /// <summary>AdamW's decay of matrices.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Longest gradient, as the common Euclidean norm.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Steps between two measurements of the held-out loss; null: once an epoch.</summary>
    public int? HeldOutEvery { get; init; }

    /// <summary>
    /// Measurements without a better held-out loss after which the run stops; it keeps the weights of the best one,
    /// or the last where none was better than the base. Null, or nothing held out: it runs to its end.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>
    /// How far the mean log-probability of a token of the chosen answers may fall under the reference's, in nats, before
    /// a run stops: preference objectives can push both answers down (Razin et al. 2024).
    /// </summary>
    public double MaxDisplacement { get; init; } = 1;

    /// <summary>Steps between two checkpoints; null: none.</summary>
    public int? CheckpointEvery { get; init; }

    public long Seed { get; init; } = 1;

    /// <summary>Where the model learns: cpu, cuda or cuda:N. A checkpoint goes on on any of them.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads of one operator.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>16-bit products over 32-bit weights; null where the device decides.</summary>
    public bool? BFloat16 { get; init; }

    /// <summary>This recipe for a device; a small pass would leave a GPU idle.</summary>
    /// <exception cref="TrainingException">There is no such device.</exception>
    public Recipe On(string device) => this with
    {
        Device = device,
        TokensPerPass = TrainingDevice.Of(device).type == TorchSharp.DeviceType.CUDA ? 65_536 : TokensPerPass,
    };

    /// <summary>Whether imitation is all there is to learn; then only the answers to imitate are computed.</summary>
    [JsonIgnore]
    internal bool OnlyImitates => Aims.All(aim => aim.Objective is SftObjective);

    /// <summary>Throws where a value is out of its range.</summary>
    /// <exception cref="TrainingException">The message names the value and its range.</exception>
    public void Check()
    {
        _ = TrainingDevice.Of(Device);
        Need(Aims.Count > 0, nameof(Aims), "at least one objective", Aims.Count);
        Need(Rank is >= 1 and <= 4096, nameof(Rank), "from 1 to 4096", Rank);
        Need(Alpha > 0, nameof(Alpha), "over 0", Alpha);
        Need(Dropout is >= 0 and < 1, nameof(Dropout), "from 0 up to but not 1", Dropout);
        Need(LearningRate > 0, nameof(LearningRate), "over 0", LearningRate);
        Need(LoraPlusRatio > 0, nameof(LoraPlusRatio), "over 0", LoraPlusRatio);
        Need(ReplayShare is >= 0 and < 1, nameof(ReplayShare), "from 0 up to but not 1", ReplayShare);
        Need(Epochs >= 1, nameof(Epochs), "at least 1", Epochs);
        Need(Wordings is >= 1 and <= 16, nameof(Wordings), "from 1 to 16", Wordings);
        Need(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
        Need(TokensPerPass >= 1, nameof(TokensPerPass), "at least 1", TokensPerPass);
        Need(MaxLength >= 2, nameof(MaxLength), "at least 2", MaxLength);
        Need(LastLayers >= 1, nameof(LastLayers), "at least 1", LastLayers);
        Need(WarmupShare is >= 0 and <= 1, nameof(WarmupShare), "from 0 to 1", WarmupShare);
        Need(ClipNorm > 0, nameof(ClipNorm), "over 0", ClipNorm);
        Need(HeldOutEvery is null or >= 1, nameof(HeldOutEvery), "at least 1", HeldOutEvery ?? 0);
        Need(Patience is null or >= 1, nameof(Patience), "at least 1", Patience ?? 0);
        Need(CheckpointEvery is null or >= 1, nameof(CheckpointEvery), "at least 1", CheckpointEvery ?? 0);
        Need(MaxDisplacement > 0, nameof(MaxDisplacement), "over 0", MaxDisplacement);
    }

    internal static void Need(bool right, string name, string range, object value)
    {
        if (!right) throw new TrainingException(FormattableString.Invariant($"{name} must be {range}; it is {value}."));
    }

    /// <summary>The same for a method that trains an adapter alone, on the processor, and knows neither replay nor
    /// checkpoints.</summary>
    internal void CheckForAdapterAlone()
    {
        Check();
        if (Device != "cpu") throw new TrainingException($"This method trains on the processor: Device must be cpu; it is {Device}.");
        if (Learns != Scope.Adapter || ReplayShare != 0 || CheckpointEvery is not null)
        {
            throw new TrainingException("This method trains an adapter, without replay and checkpoints: Learns must be "
                + "Adapter, ReplayShare 0 and CheckpointEvery null.");
        }
    }

    internal AdapterConfig ToAdapterConfig(string baseModel) => new()
    {
        Rank = Rank,
        Alpha = Alpha,
        RsLora = RsLora,
        Dora = Dora,
        Dropout = Dropout,
        TargetModules = TargetModules,
        BaseModel = baseModel,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Recipe))]
internal sealed partial class RecipeJson : JsonSerializerContext;

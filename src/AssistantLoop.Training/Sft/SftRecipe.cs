using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Training.Sft;

/// <summary>All hyper-parameters of supervised fine-tuning with LoRA.</summary>
public sealed record SftRecipe
{
    /// <summary>Rank r of the factors.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>The factors' product counts alpha / r.</summary>
    public double Alpha { get; init; } = 32;

    /// <summary>The factors' product counts alpha / sqrt(r) instead.</summary>
    public bool RsLora { get; init; }

    /// <summary>Share of a module's inputs that its factors do not see while training, 0 up to but not 1.</summary>
    public double Dropout { get; init; }

    /// <summary>Last names of the modules to adapt.</summary>
    public IReadOnlyList<string> TargetModules { get; init; } = AdapterConfig.AllLinear;

    /// <summary>Highest learning rate.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>
    /// Generated general samples that are trained on beside the run's own, so that answering from the passages is not
    /// forgotten while a style is learnt.
    /// </summary>
    public int Replay { get; init; }

    /// <summary>Times that each sample is seen.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Samples of one step.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Tokens of one pass, padding included; a step makes as many passes as its samples need.</summary>
    public int TokensPerPass { get; init; } = 4096;

    /// <summary>Longest sample in tokens; a longer one is left out. The model's own limit holds too.</summary>
    public int MaxLength { get; init; } = 1024;

    /// <summary>Share of the steps in which the learning rate rises.</summary>
    public double WarmupShare { get; init; } = 0.05;

    /// <summary>How the learning rate falls to zero afterwards.</summary>
    public Decay Decay { get; init; } = Decay.Cosine;

    /// <summary>AdamW's decay of the factors.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Longest gradient, as the common Euclidean norm.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Steps between two measurements of the held-out loss.</summary>
    public int HeldOutEvery { get; init; } = 20;

    /// <summary>
    /// Measurements without a better held-out loss after which the run stops; it keeps the factors of the best one,
    /// or the last where none was better than the base. Null, or no held-out samples: it runs to its end.
    /// </summary>
    public int? Patience { get; init; }

    public long Seed { get; init; } = 1;

    /// <summary>Threads of one operator.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>16-bit products over 32-bit weights; null where the processor decides.</summary>
    public bool? BFloat16 { get; init; }

    /// <summary>
    /// A recipe for little data: about 120 steps of 8 samples, of 4 with under 16 samples, and a learning rate that
    /// falls with the model's width, from 2e-3 at 512 and below. That is enough to learn 20 samples by heart, so three
    /// things keep what the base knows: held-out samples, where there are some, say when to stop; a quarter as many
    /// general samples are replayed; and only the projections that write into the residual stream are adapted, which
    /// leaves where attention looks, and so how facts are found, as it was.
    /// </summary>
    public static SftRecipe Automatic(int samples, ModelConfig config)
    {
        const int WantedSteps = 120;
        int batch = samples < 16 ? 4 : 8;
        int replay = (samples + 2) / 4;
        int stepsPerEpoch = Math.Max(1, (samples + replay + batch - 1) / batch);
        return new SftRecipe
        {
            BatchSize = batch,
            Replay = replay,
            TargetModules = ["o_proj", "down_proj"],
            Epochs = Math.Clamp((WantedSteps + (stepsPerEpoch / 2)) / stepsPerEpoch, 3, 40),
            LearningRate = 2e-3 * Math.Min(1, 512.0 / config.HiddenSize),
            HeldOutEvery = 10,
            Patience = 4,
        };
    }

    internal AdapterConfig ToAdapterConfig(string baseModel) => new()
    {
        Rank = Rank,
        Alpha = Alpha,
        RsLora = RsLora,
        Dropout = Dropout,
        TargetModules = TargetModules,
        BaseModel = baseModel,
    };
}

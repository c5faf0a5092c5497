using AssistantLoop.Models;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Training.Corpus;

namespace AssistantLoop.Training.Pretrain;

/// <summary>All hyper-parameters of a model trained from nothing. The defaults are the starter model's.</summary>
public sealed record PretrainRecipe
{
    /// <summary>Width of the residual stream.</summary>
    public int HiddenSize { get; init; } = 320;

    public int LayerCount { get; init; } = 10;

    /// <summary>Query heads; divides <see cref="HiddenSize"/>.</summary>
    public int HeadCount { get; init; } = 10;

    /// <summary>Key and value heads; divides <see cref="HeadCount"/>.</summary>
    public int KeyValueHeadCount { get; init; } = 5;

    /// <summary>Width of the inner layer; multiples of 32 are what the engine's 8 and 4 bits hold.</summary>
    public int IntermediateSize { get; init; } = 896;

    public int VocabularySize { get; init; } = 4096;

    /// <summary>Longest context that the model's config allows, in tokens.</summary>
    public int MaxPositions { get; init; } = 2048;

    public double RopeTheta { get; init; } = 10_000;

    /// <summary>Id of the token that begins a text and pads.</summary>
    public int BosTokenId { get; init; }

    /// <summary>Id of the token that ends an answer.</summary>
    public int EosTokenId { get; init; } = 4;

    /// <summary>Tokens of the longest row, even; few generated dialogues are longer, and those are cut at its end.</summary>
    public int Window { get; init; } = 1024;

    /// <summary>Tokens of one pass, a multiple of <see cref="Window"/>; as many as are fast.</summary>
    public int TokensPerPass { get; init; } = 4096;

    /// <summary>Passes whose gradients one step adds up.</summary>
    public int PassesPerStep { get; init; } = 1;

    /// <summary>Highest learning rate.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Share of the run in which the learning rate rises.</summary>
    public double WarmupShare { get; init; } = 0.02;

    /// <summary>Share of the highest learning rate at the end.</summary>
    public double FinalShare { get; init; } = 0.02;

    /// <summary>AdamW's decay of matrices.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Longest gradient, as the common Euclidean norm.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>What a token that the assistant did not write counts in the loss; the assistant's count 1.</summary>
    public double PromptWeight { get; init; } = 0.1;

    /// <summary>The recorded dialogues' share of the samples, [0, 1], where there are any.</summary>
    public double RecordedShare { get; init; } = 0.05;

    /// <summary>The share of the generated samples that are drawn from <see cref="CorpusWeights.Tuning"/>, [0, 1]: more of
    /// what a system message demands.</summary>
    public double TuningShare { get; init; } = 0.3;

    /// <summary>The share of the generated samples that judge whether a passage answers, [0, 1]: the judge of passages is an
    /// adapter, and learns better on a model that has judged.</summary>
    public double RelevanceShare { get; init; } = 0.08;

    /// <summary>The model folder that the weights begin from, of the same shape; null: random weights of the seed.</summary>
    public string? From { get; init; }

    /// <summary>
    /// The share of the weights of <see cref="From"/> in the model that is written, [0, 1): the mean of the weights before and
    /// after keeps more of what was known (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
    /// </summary>
    public double KeepShare { get; init; }

    /// <summary>Length of the run in steps; null where <see cref="Minutes"/> bounds it.</summary>
    public int? Steps { get; init; }

    /// <summary>Length of the run in minutes of training, resumed parts together.</summary>
    public double Minutes { get; init; } = 60;

    /// <summary>Steps between two measurements of the held-out loss.</summary>
    public int HeldOutEvery { get; init; } = 200;

    /// <summary>Minutes between two checkpoints.</summary>
    public double CheckpointMinutes { get; init; } = 5;

    public long Seed { get; init; } = 1;

    /// <summary>Where the model learns: cpu, cuda or cuda:N. A checkpoint goes on on any of them.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Texts are made and encoded on so many threads at once; the same texts in the same order.</summary>
    public int Readers { get; init; } = 1;

    /// <summary>Threads of one operator.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>16-bit products over 32-bit weights; null where the processor decides.</summary>
    public bool? BFloat16 { get; init; }

    /// <summary>
    /// The defaults for a device. A GPU takes large passes, and texts for it are made on all processors but three: those
    /// of its own thread, of the packer, and of gradients on their way back.
    /// </summary>
    /// <exception cref="TrainingException">There is no such device.</exception>
    public static PretrainRecipe On(string device) =>
        TrainingDevice.Of(device).type == TorchSharp.DeviceType.CUDA
            ? new()
            {
                Device = device,
                TokensPerPass = 65_536,
                Readers = Math.Max(1, Environment.ProcessorCount - 3),
            }
            : new() { Device = device };

    /// <summary>This recipe for another size: heads of 32, half as many of keys and values, an inner layer of 11/4
    /// of the width, in whole blocks of 32.</summary>
    /// <param name="layers">Layers of the decoder.</param>
    /// <param name="width">Width of the residual stream, a multiple of 64.</param>
    public PretrainRecipe Sized(int layers, int width) => this with
    {
        LayerCount = layers,
        HiddenSize = width,
        HeadCount = width / 32,
        KeyValueHeadCount = width / 64,
        IntermediateSize = ((width * 11 / 4) + 31) / 32 * 32,
    };

    /// <summary>
    /// This recipe as supervised tuning of a model on the support format: from its weights and in its shape, mostly on what
    /// system messages demand, at a rate that suits small steps.
    /// </summary>
    public PretrainRecipe Tuning(ModelFolder model) => this with
    {
        From = model.Path,
        HiddenSize = model.Config.HiddenSize,
        LayerCount = model.Config.LayerCount,
        HeadCount = model.Config.HeadCount,
        KeyValueHeadCount = model.Config.KeyValueHeadCount,
        IntermediateSize = model.Config.IntermediateSize,
        VocabularySize = model.Config.VocabularySize,
        MaxPositions = model.Config.MaxPositions,
        RopeTheta = model.Config.RopeTheta,
        BosTokenId = model.Config.BosTokenId ?? BosTokenId,
        EosTokenId = model.Config.EosTokenIds[0],
        TuningShare = 0.8,
        KeepShare = 0.3,
        LearningRate = 6e-4,
    };

    /// <summary>The model's config.json.</summary>
    public ModelConfig ToConfig() => new()
    {
        Architecture = ModelConfig.Llama,
        HiddenSize = HiddenSize,
        IntermediateSize = IntermediateSize,
        LayerCount = LayerCount,
        HeadCount = HeadCount,
        KeyValueHeadCount = KeyValueHeadCount,
        HeadDim = HiddenSize / HeadCount,
        VocabularySize = VocabularySize,
        MaxPositions = MaxPositions,
        RmsNormEpsilon = 1e-5,
        RopeTheta = RopeTheta,
        TieWordEmbeddings = true,
        BosTokenId = BosTokenId,
        EosTokenIds = [EosTokenId],
        PadTokenId = BosTokenId,
    };
}

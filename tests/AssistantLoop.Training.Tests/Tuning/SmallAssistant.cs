using AssistantLoop.Models;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Models.Tokenization;
using AssistantLoop.Training.Decoding;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Tuning;

/// <summary>A small untrained model folder with a tokenizer and the starter's chat template, and samples for it.</summary>
internal static class SmallAssistant
{
    private static readonly string[] s_words =
        ["spade", "rake", "hose", "lamp", "kettle", "stool", "basket", "glove", "ladder", "bucket", "saw", "broom"];

    public static ModelFolder Create(string folder, long seed = 1, int maxPositions = 128, int headDim = 12)
    {
        Directory.CreateDirectory(folder);
        TokenizerRoles roles = new()
        {
            Begin = "<|endoftext|>",
            End = "<|end|>",
            Padding = "<|endoftext|>",
            ChatTemplate = ChatTemplate.StarterSource,
        };
        BpeTrainer.Train(
            Samples(12).SelectMany(sample => sample.Messages).Select(message => message.Content), 320,
            ["<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"], folder, roles);
        ModelConfig config = new()
        {
            Architecture = ModelConfig.Llama,
            HiddenSize = 48,
            IntermediateSize = 96,
            LayerCount = 2,
            HeadCount = 4,
            KeyValueHeadCount = 2,
            HeadDim = headDim,
            VocabularySize = HuggingFaceTokenizer.Load(folder).VocabularySize,
            MaxPositions = maxPositions,
            TieWordEmbeddings = true,
            EosTokenIds = [4],
        };
        using Decoder decoder = DecoderFiles.Create(config, seed);
        using (Generator generator = new((ulong)seed))
        {
            // As wide as a trained model's: LoRA does not reach the head, so its rows must tell tokens apart already.
            foreach (Parameter parameter in decoder.parameters())
                if (parameter.Dimensions > 1) nn.init.normal_(parameter, 0, 0.3, generator);
        }

        config.Save(folder);
        DecoderFiles.SaveWeights(decoder, folder, TensorType.F32);
        return ModelFolder.Open(folder);
    }

    public static IReadOnlyList<ChatSample> Samples(int count) => [.. s_words.Take(count).Select((word, i) =>
        new ChatSample([
            new SampleMessage(SampleMessage.System, "You are Finch."),
            new SampleMessage(SampleMessage.User, $"What does the {word} cost?"),
            new SampleMessage(SampleMessage.Assistant, $"The {word} costs {7 + (5 * i)} euros. Warmly, Finch"),
        ]))];
}

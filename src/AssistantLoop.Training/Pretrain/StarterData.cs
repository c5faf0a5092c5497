using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Models.Tokenization;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Files;
using AssistantLoop.Training.Packing;

namespace AssistantLoop.Training.Pretrain;

/// <summary>The starter model's tokenizer and texts: generated dialogues with recorded ones among them.</summary>
public static class StarterData
{
    private const int TokenizerSamples = 40_000;
    private const int HeldOutSamples = 100;
    private const int SamplesPerBlock = 64;
    private const string End = "<|end|>";

    // The ids follow from the order: <|endoftext|> is 0 and <|end|> is 4.
    private static readonly string[] s_specialTokens =
        ["<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", End];

    /// <summary>
    /// The texts of a recipe's seed. <paramref name="dialogueFolder"/> holds recorded dialogues (null: all texts are
    /// generated). The tokenizer is trained into <paramref name="tokenizerFolder"/> unless it is there already.
    /// </summary>
    public static PretrainData Prepare(PretrainRecipe recipe, string? dialogueFolder, string tokenizerFolder)
    {
        CorpusMix mix = new(
            new CorpusGenerator(),
            dialogueFolder is null ? null : DialogueFiles.Load(dialogueFolder),
            recipe.RecordedShare,
            recipe.TuningShare,
            recipe.RelevanceShare);
        ulong seed = (ulong)recipe.Seed;
        if (!File.Exists(Path.Combine(tokenizerFolder, "tokenizer.json")))
            TrainTokenizer(mix.Generate(seed, 0).Take(TokenizerSamples), recipe, tokenizerFolder);
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load(tokenizerFolder);
        if (tokenizer.VocabularySize > recipe.VocabularySize || tokenizer.IdOf(End) != recipe.EosTokenId)
        {
            throw new TrainingException($"{tokenizerFolder}: the tokenizer has {tokenizer.VocabularySize} tokens and "
                + $"{End} as {tokenizer.IdOf(End)}; the recipe has {recipe.VocabularySize} and {recipe.EosTokenId}.");
        }

        ChatEncoder encoder = new(ChatTemplate.Load(tokenizerFolder), tokenizer);
        EncodedChat[] Block(long start) =>
            [.. mix.Generate(seed, start).Take(SamplesPerBlock).Select(sample => encoder.Encode(sample.Messages))];
        return new PretrainData(
            first => ParallelBlocks.Of(first, SamplesPerBlock, Block, recipe.Readers),
            [.. HeldOut.Samples().Take(HeldOutSamples).Select(sample => encoder.Encode(sample.Messages))]);
    }

    /// <summary>Copies a model's tokenizer for a run that goes on from it.</summary>
    public static void TakeTokenizer(string modelFolder, string tokenizerFolder)
    {
        Directory.CreateDirectory(tokenizerFolder);
        foreach (string path in Directory.EnumerateFiles(modelFolder, "tokenizer*.json"))
            File.Copy(path, Path.Combine(tokenizerFolder, Path.GetFileName(path)), overwrite: true);
    }

    private static void TrainTokenizer(IEnumerable<ChatSample> samples, PretrainRecipe recipe, string folder)
    {
        Directory.CreateDirectory(folder);
        ChatTemplate template = ChatTemplate.Parse(ChatTemplate.StarterSource);
        TokenizerRoles roles = new()
        {
            Begin = s_specialTokens[0],
            End = End,
            Padding = s_specialTokens[0],
            ChatTemplate = ChatTemplate.StarterSource,
            MaxLength = recipe.MaxPositions,
        };
        BpeTrainer.Train(
            samples.Select(sample => template.Render(sample.Messages, addGenerationPrompt: false)),
            recipe.VocabularySize, s_specialTokens, folder, roles);
    }
}

using AssistantLoop.Models;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;

namespace AssistantLoop.Training.Sft;

/// <summary>Samples as tokens: those short enough, and how many were not.</summary>
internal sealed record SftSamples(IReadOnlyList<EncodedChat> Chats, int TooLong)
{
    /// <exception cref="TrainingException">A sample teaches nothing, or none is left.</exception>
    public static SftSamples Encode(ModelFolder model, IReadOnlyList<ChatSample> samples, int maxLength, string name)
    {
        ChatEncoder encoder = new(model.Template, model.Tokenizer);
        int most = Math.Min(maxLength, model.Config.MaxPositions);
        List<EncodedChat> chats = [];
        for (int i = 0; i < samples.Count; i++)
        {
            EncodedChat chat = encoder.Encode(samples[i].Messages);
            if (!chat.Trainable.AsSpan(1).Contains(true))
            {
                throw new TrainingException($"{name} sample {i + 1} of {samples.Count} has no assistant token that "
                    + $"counts: \"{Start(samples[i])}\".");
            }

            if (chat.Ids.Length <= most) chats.Add(chat);
        }

        return new SftSamples(chats, samples.Count - chats.Count);
    }

    /// <summary>The recipe's general samples; those that are too long are passed over, as many again are not looked for.</summary>
    public static IReadOnlyList<EncodedChat> General(ModelFolder model, SftRecipe recipe) => recipe.Replay == 0
        ? []
        : Encode(
            model,
            [.. new CorpusGenerator().Generate((ulong)recipe.Seed, 0).Take(recipe.Replay)],
            recipe.MaxLength,
            "General").Chats;

    private static string Start(ChatSample sample)
    {
        string text = sample.Messages is [.., { } last] ? last.Content.ReplaceLineEndings(" ") : "";
        return text.Length <= 60 ? text : $"{text[..60]}…";
    }
}

using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Models.Library;

/// <summary>Checks a whole model folder.</summary>
public static class ModelCheck
{
    /// <summary>
    /// Opens everything that the folder must have and tries it: all tensors, and the chat template and the tokenizer
    /// on a question. Returns the folder's hash; throws <see cref="ModelFormatException"/>.
    /// </summary>
    public static string Run(string folder)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        int[] ids = new ChatEncoder(model.Template, model.Tokenizer).EncodePrompt([new(SampleMessage.User, "Hello?")]);
        if (ids.Length == 0 || ids.Max() >= model.Config.VocabularySize)
        {
            throw new ModelFormatException(folder, ids.Length == 0
                ? "the chat template and the tokenizer make no tokens of a question."
                : $"the tokenizer gives id {ids.Max()}; the model's vocab_size is {model.Config.VocabularySize}.");
        }

        return model.Hash;
    }
}

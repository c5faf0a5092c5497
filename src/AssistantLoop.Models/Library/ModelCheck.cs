using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Models.Library;

/// <summary>Checks a whole model folder.</summary>
public static class ModelCheck
{
    /// <summary>
    /// Opens everything that the folder must have and tries it: all tensors, and the chat template on a question. Returns the folder's hash; throws <see cref="ModelFormatException"/>.
    /// </summary>
    public static string Run(string folder)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        model.Template.Render([new SampleMessage(SampleMessage.User, "Hello?")], addGenerationPrompt: true);
        return model.Hash;
    }
}

using AssistantLoop.Inference;

namespace AssistantLoop.App.Versions;

/// <summary>The adapter with which a base model judges whether passages answer: the folder in the model's own.</summary>
public static class RelevanceAdapter
{
    /// <summary>The folder's name, and the adapter's id in the engine.</summary>
    public const string Id = "relevance";

    /// <summary>The folder; null where the base model has none.</summary>
    public static string? FolderOf(string model) => Path.Combine(model, Id) is var folder && Directory.Exists(folder) ? folder : null;

    /// <summary>The adapter's id, in the engine's memory: loaded where it is not, as others may have taken its place.</summary>
    /// <exception cref="Models.ModelFormatException">It is malformed, or made for another base model.</exception>
    public static string Ready(Engine engine)
    {
        if (!engine.HasAdapter(Id))
        {
            engine.AddAdapter(Id, Path.Combine(engine.Model.Path, Id));
        }

        return Id;
    }
}

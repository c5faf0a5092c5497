namespace AssistantLoop.Models;

/// <summary>
/// A model, adapter, tokenizer, template or sample file that cannot be used. The message is one line,
/// "{path}: {problem}", fit to be shown to the user as it is.
/// </summary>
public sealed class ModelFormatException : Exception
{
    public ModelFormatException(string path, string problem) : base($"{path}: {problem}")
    {
        Path = path;
        Problem = problem;
    }

    public ModelFormatException(string path, string problem, Exception innerException)
        : base($"{path}: {problem}", innerException)
    {
        Path = path;
        Problem = problem;
    }

    /// <summary>The file or folder at fault.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it, and where in it.</summary>
    public string Problem { get; }
}

namespace AssistantLoop.Storage;

/// <summary>
/// A folder, database file or artefact that cannot be used. The message is one line, "path: problem".
/// </summary>
public sealed class StorageException(string path, string problem, Exception? innerException = null)
    : Exception($"{path}: {problem}", innerException)
{
    /// <summary>The file or folder.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it, without the path.</summary>
    public string Problem { get; } = problem;
}

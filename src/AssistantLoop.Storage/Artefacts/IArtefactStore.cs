namespace AssistantLoop.Storage.Artefacts;

/// <summary>
/// Files and folders kept by the hash of their content, such as adapters and data sets: a folder on disk here, an
/// S3-like service elsewhere. An artefact is there whole or not at all, and is never changed.
/// </summary>
public interface IArtefactStore
{
    /// <summary>Copies a file or a folder into the store.</summary>
    /// <returns>Its hash, 64 lower-case hex digits.</returns>
    /// <exception cref="StorageException">It cannot be read, or the store cannot be written.</exception>
    Task<string> PutAsync(string path, CancellationToken cancellationToken);

    /// <summary>
    /// Where the artefact can be read; its content is checked against the hash at the process's first use.
    /// </summary>
    /// <exception cref="StorageException">
    /// It is missing or not what its hash says; the message names hash and path.
    /// </exception>
    Task<string> OpenAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Removes an artefact for good; one that is not there is left alone.</summary>
    /// <exception cref="StorageException">It cannot be removed.</exception>
    Task RemoveAsync(string hash, CancellationToken cancellationToken);
}

using System.Security.Cryptography;
using System.Text;

namespace AssistantLoop.Storage.Artefacts;

/// <summary>
/// The hash that names an artefact. Of a file: SHA-256 of its bytes. Of a folder: SHA-256 over one line for each file
/// below it, "{its SHA-256}  {relative path with forward slashes}\n", in the ordinal order of the paths.
/// </summary>
public static class ContentHash
{
    /// <returns>64 lower-case hex digits.</returns>
    public static async Task<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            return await OfFileAsync(path, cancellationToken);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in FilesOf(path))
        {
            var line = $"{await OfFileAsync(Path.Combine(path, file), cancellationToken)}  {file}\n";
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The files below a folder as relative paths with forward slashes, in ordinal order.</summary>
    internal static IReadOnlyList<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToList();

    private static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}

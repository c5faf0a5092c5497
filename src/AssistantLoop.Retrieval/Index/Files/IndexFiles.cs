using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AssistantLoop.Retrieval.Index.Files;

/// <summary>
/// Where the index of one tenant and embedder lies: a folder of its own below the data folder, with a head, a lock, and a
/// generation's three files. Everything in it can be built again from the database.
/// </summary>
internal sealed class IndexFiles
{
    /// <summary>The folder is named by a hash, because tenants and embedders may hold what file names may not.</summary>
    public IndexFiles(string dataFolder, string tenant, string? embedder)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{embedder}"));
        Folder = Path.Combine(dataFolder, "index", Convert.ToHexStringLower(hash.AsSpan(0, 16)));
    }

    public string Folder { get; }

    /// <summary>Held by the process that writes.</summary>
    public string Lock => Path.Combine(Folder, "lock");

    /// <summary>What was added and removed, in order, without the vectors.</summary>
    public string Log(int generation) => Name(generation, "log");

    /// <summary>The vectors in 8 bits, a row for each passage added.</summary>
    public string Codes(int generation) => Name(generation, "codes");

    /// <summary>The vectors as floats, likewise.</summary>
    public string Floats(int generation) => Name(generation, "floats");

    /// <summary>Removes the files of all generations but one. What another process still reads stays until it lets go.</summary>
    public void RemoveOthers(int generation)
    {
        string kept = generation.ToString(CultureInfo.InvariantCulture);
        foreach (string file in Directory.EnumerateFiles(Folder))
        {
            if (Path.HasExtension(file) && Path.GetFileNameWithoutExtension(file) != kept)
            {
                try
                {
                    File.Delete(file);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // In use on a system that does not remove such files: the next change of generation tries again.
                }
            }
        }
    }

    private string Name(int generation, string kind) =>
        Path.Combine(Folder, generation.ToString(CultureInfo.InvariantCulture) + "." + kind);
}

using System.Security.Cryptography;
using System.Text;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Security;

/// <summary>
/// The first owner's key of the first business: a random text in the data folder's file agent-key, which only its owner may
/// read. All other keys are in the database.
/// </summary>
public sealed class AgentKey
{
    /// <summary>The file's name in the data folder.</summary>
    public const string FileName = "agent-key";

    private readonly byte[] _hash;

    private AgentKey(string path, string key)
    {
        FilePath = path;
        Value = key;
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>The key itself; never logged or printed.</summary>
    public string Value { get; }

    /// <summary>Reads the key, making one at the first start.</summary>
    /// <exception cref="StorageException">The file cannot be read or written, or is empty.</exception>
    public static AgentKey LoadOrCreate(string dataFolder)
    {
        string path = Path.Combine(dataFolder, FileName);
        return new(path, SecretFile.LoadOrCreate(path, bytes: 24));
    }

    /// <summary>Whether a given key is this one; takes the same time whatever is given.</summary>
    public bool Matches(string? given) =>
        given is not null
        && CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}

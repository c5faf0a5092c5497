using System.Security.Cryptography;
using System.Text;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Security;

/// <summary>
/// The key of agents and owners: a random text in the data folder's file agent-key, which only its owner may read.
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
        try
        {
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(dataFolder);
                Create(path);
            }

            string key = File.ReadAllText(path).Trim();
            return key.Length >= 16 ? new(path, key) : throw new StorageException(path, "the key is shorter than 16 characters");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(path, error.Message, error);
        }
    }

    /// <summary>Whether a given key is this one; takes the same time whatever is given.</summary>
    public bool Matches(string? given) =>
        given is not null
        && CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    private static void Create(string path)
    {
        string temporary = $"{path}.{Environment.ProcessId}.part";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream file = new(temporary, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        // Two processes may start together: the first one's key stays.
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Security;

/// <summary>A random text in a file of the data folder that only its owner may read.</summary>
internal static class SecretFile
{
    private const int Fewest = 16;

    /// <summary>Reads the file, making it at the first start.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">The random bytes of a new one; it holds them as hex.</param>
    /// <exception cref="StorageException">The file cannot be read or written, or is too short.</exception>
    public static string LoadOrCreate(string path, int bytes)
    {
        try
        {
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                Create(path, bytes);
            }

            string text = File.ReadAllText(path).Trim();
            return text.Length >= Fewest ? text : throw new StorageException(path, $"the key is shorter than {Fewest} characters");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(path, error.Message, error);
        }
    }

    private static void Create(string path, int bytes)
    {
        string temporary = $"{path}.{Environment.ProcessId}.part";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream file = new(temporary, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        // Two processes may start together: the first one's text stays.
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

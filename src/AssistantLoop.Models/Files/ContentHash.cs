using System.Security.Cryptography;
using System.Text;

namespace AssistantLoop.Models.Files;

/// <summary>One hash over several files of a folder.</summary>
internal static class ContentHash
{
    /// <summary>
    /// SHA-256, lower-case hex, over the lines "{sha256}  {name}" of the files that exist, in order of name.
    /// </summary>
    public static string Of(string folder, IEnumerable<string> names)
    {
        StringBuilder lines = new();
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                lines.Append(OfFile(path)).Append("  ").Append(name).Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    /// <summary>SHA-256 of one file, lower-case hex.</summary>
    public static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
